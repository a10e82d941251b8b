"""Labels of many boots: chosen, put on a paper, followed, downloaded."""

from pathlib import Path

from playwright.async_api import Locator

from e2e.pages.hand import Hand


class LabelsPage:
    """From the list of boots to the PDF."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.heading = self.page.get_by_role("heading", level=1)
        self.progress = self.page.get_by_role("progressbar")
        self.ready = self.page.get_by_role("link", name="Download the labels (PDF)")

    async def choose_all(self, search: str) -> None:
        """Search the list and take everything found."""
        await self.hand.open("/boots")
        await self.hand.type(self.page.get_by_label("Search by name"), search)
        await self.page.keyboard.press("Enter")
        await self.hand.tap(self.page.get_by_role("link", name="Print the label"))

    async def tick(self, *names: str) -> None:
        """Tick single boots of the list as it stands and go on with them."""
        for name in names:
            await self.page.get_by_role("checkbox", name=f"Choose {name}").check()
        await self.hand.tap(self.page.get_by_role("button", name="Print labels of the ticked"))

    def cell(self, number: int) -> Locator:
        """One label of the drawn sheet."""
        sheet = self.page.get_by_role("group", name="First free label")
        return sheet.get_by_role("radio", name=str(number), exact=True)

    async def choose_paper(self, name: str) -> None:
        """Choose what it is printed on."""
        await self.page.get_by_role("radio", name=name).check()

    async def order(self) -> None:
        """Ask for the PDF."""
        await self.hand.tap(self.page.get_by_role("button", name="Make"))
        await self.page.wait_for_url("**/boots/labels/*")

    async def download(self, folder: Path) -> Path:
        """Wait for the worker and download what it made."""
        async with self.page.expect_download() as coming:
            await self.hand.tap(self.ready)
        download = await coming.value
        path = folder / download.suggested_filename
        await download.save_as(path)
        return path

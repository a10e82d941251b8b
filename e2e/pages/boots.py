"""Setup Boot Devices: adding a boot, its page, its label."""

from collections.abc import Sequence
from pathlib import Path

from e2e.pages.hand import Hand


class BootForm:
    """Add Booting Device."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page

    async def add(self, name: str, code: str) -> None:
        """Add a boot, from the list of boots to the page of the new one."""
        await self.hand.open("/boots")
        await self.hand.tap(self.page.get_by_role("link", name="Add Booting Device"))
        await self.fill(name, code)
        await self.page.wait_for_url("**/boots/*?done=add")

    async def fill(self, name: str, code: str) -> None:
        """Fill the form in and press the button, wherever that leads."""
        await self.hand.type(self.page.get_by_label("Name"), name)
        await self.hand.type(self.page.get_by_label("Boot Release Code"), code)
        await self.hand.tap(self.page.get_by_role("button", name="Save and create the label"))


class BootPage:
    """One boot: facts, actions, code, label, history."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.heading = self.page.get_by_role("heading", level=1)
        self.status = self.page.locator("header.head .pill").first
        self.qr = self.page.locator(".qr svg")
        self.history = self.page.locator("ol.timeline li b")

    async def label_address(self) -> str:
        """Where the label's QR code leads, as the page says it."""
        link = self.page.locator('a[href*="/b/"]').first
        return str(await link.get_attribute("href"))

    async def download_label(self, folder: Path) -> Path:
        """Have the PDF made, wait for the worker, download it."""
        await self.hand.tap(self.page.get_by_role("button", name="Make the label (PDF)"))
        async with self.page.expect_download() as coming:
            await self.hand.tap(self.page.get_by_role("link", name="Download the label (PDF)"))
        download = await coming.value
        path = folder / download.suggested_filename
        await download.save_as(path)
        return path


async def import_boots(hand: Hand, path: Path, names: Sequence[str]) -> None:
    """Bring boots of these names in by a list."""
    head = "Name,Boot Release Code,Model,Colour,Serial number,Replacement value,Notes\n"
    rows = "".join(f"{name},8080-{n},Wolf,yellow,SN-{n},400.00,\n" for n, name in enumerate(names))
    path.write_text(head + rows, encoding="utf-8-sig")
    await hand.open("/boots/import")
    await hand.page.get_by_label("CSV file").set_input_files(path)
    await hand.tap(hand.page.get_by_role("button", name="Check the list"))
    await hand.tap(hand.page.get_by_role("button", name=f"Import {len(names)} boots"))
    await hand.page.get_by_text("The boots are imported").wait_for()

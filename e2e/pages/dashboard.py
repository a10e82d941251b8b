"""Active Boot Assignments, the wall everybody of the staff looks at."""

from playwright.async_api import Locator

from e2e.pages.hand import Hand


class Dashboard:
    """The live board and the gear of each row."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.live = self.page.locator("#live")
        self.gear = self.page.locator("#gear")
        self.board = self.page.locator("#board")
        self.mails = self.page.locator("#mails-failed")

    async def open(self) -> None:
        """Look at the whole board."""
        await self.hand.open("/dashboard")

    def row(self, boot: str) -> Locator:
        """The line of a boot that is on a vehicle or coming back."""
        return self.board.locator("tr[data-row]").filter(
            has=self.page.get_by_role("link", name=boot, exact=True)
        )

    def status(self, boot: str) -> Locator:
        """The status pill of a boot's line."""
        return self.row(boot).locator(".pill").first

    def shelf(self, status: str) -> Locator:
        """The folded list of boots that are not on a vehicle, by status word."""
        return self.board.locator("details").filter(
            has=self.page.locator("summary", has_text=status)
        )

    def counter(self, status: str) -> Locator:
        """The large number of a status, by its word."""
        return self.board.locator("a.counter", has_text=status).locator("b")

    async def open_gear(self, boot: str) -> None:
        """Open the gear beside a boot."""
        await self.hand.tap(self.page.get_by_role("link", name=f"Actions for {boot}"))

    def deeds(self) -> Locator:
        """The legal actions, as the open gear lists them."""
        return self.gear.locator("a.deed b")

    async def choose(self, boot: str, deed: str) -> None:
        """Open the gear and follow one of its actions to its page."""
        await self.open_gear(boot)
        await self.hand.tap(self.gear.get_by_role("link", name=deed))
        await self.page.wait_for_url("**/do/*")

    async def follow(self, boot: str, deed: str, address: str) -> None:
        """Open the gear and follow one of its lines to another page than an action's."""
        await self.open_gear(boot)
        await self.hand.tap(self.gear.get_by_role("link", name=deed))
        await self.page.wait_for_url(address)

    async def mails_failed(self) -> int:
        """How many mails the board says have failed lately."""
        if not await self.mails.count():
            return 0
        return int((await self.mails.inner_text()).split()[0])

    async def count(self, status: str) -> int:
        """The large number of a status as it stands."""
        return int(await self.counter(status).inner_text())

    async def watch_glow(self) -> None:
        """From now on remember which rows glowed."""
        await self.page.evaluate(
            """() => {
                window.glowed = [];
                document.addEventListener("animationstart", (event) => {
                    if (event.animationName === "glow") {
                        window.glowed.push(event.target.closest("tr").querySelector("th").innerText);
                    }
                });
            }"""
        )

    async def glowed(self) -> set[str]:
        """The boots whose rows glowed since."""
        return set(await self.page.evaluate("window.glowed"))

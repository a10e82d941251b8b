"""Stock takes: start, count, look at what is missing, finish."""

from e2e.pages.hand import Hand


class StockPage:
    """The stock take that runs, or its result."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.progress = self.page.locator(".progress b")
        self.rows = self.page.locator(".rows tbody tr")
        self.told = self.page.locator("main [role=status] h1")
        self.field = self.page.get_by_label("Next boot")

    async def start(self) -> str:
        """Start one; returns its address."""
        await self.hand.open("/stock-takes")
        await self.hand.tap(self.page.get_by_role("button", name="Start a stock take"))
        await self.page.wait_for_url("**/stock-takes/*")
        return self.page.url

    async def count(self, what: str) -> None:
        """What a scanner at the desk does: the words, then Enter."""
        await self.field.fill(what)
        await self.field.press("Enter")

    async def show(self, tab: str) -> None:
        """One of the lists."""
        await self.hand.tap(self.page.get_by_role("link", name=tab))

    async def finish(self) -> None:
        """Freeze the result."""
        await self.hand.tap(self.page.get_by_role("link", name="Finish the stock take"))
        await self.hand.tap(self.page.get_by_role("button", name="Finish the stock take"))
        await self.page.get_by_text("This result is frozen").wait_for()

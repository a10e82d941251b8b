"""The counter: one car, its tickets, the money that is handed over."""

from e2e.pages.hand import Hand


class CounterPage:
    """The search of the counter and the page of the car it leads to."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.taken = self.page.get_by_role("status").filter(has_text="recorded")
        self.email = self.page.get_by_label("Email for receipt and release code")
        self.main = self.page.locator("main")

    async def find(self, plate: str) -> None:
        """Search for a plate that one car has: that leads to the car."""
        await self.hand.open("/counter")
        await self.hand.type(self.page.get_by_role("searchbox"), plate)
        await self.hand.tap(self.page.get_by_role("button", name="Search"))
        await self.page.wait_for_url("**/counter/*")

    async def take_cash(self, amount: str) -> None:
        """Take what the page asks, in cash, and record it."""
        await self.hand.tap(self.page.get_by_role("radio", name="Cash"))
        await self.hand.tap(self.page.get_by_role("button", name=f"Take {amount}"))
        await self.page.wait_for_url("**?paid=*")

"""The counter: one car, its tickets, the money that is handed over."""

from e2e.pages.hand import Hand


class CounterPage:
    """The search of the counter and the page of the car it leads to."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.taken = self.page.get_by_role("status").filter(has_text="recorded")
        self.main = self.page.locator("main")

    async def find(self, plate: str) -> None:
        """From the search to the car of this plate."""
        await self.hand.open("/counter")
        await self.hand.type(self.page.get_by_role("searchbox"), plate)
        await self.hand.tap(self.page.get_by_role("button", name="Search"))
        await self.hand.tap(self.page.get_by_role("link", name=plate.replace(" ", "")).first)

    async def take_cash(self, amount: str, email: str) -> None:
        """Take what the page asks, in cash, and record it."""
        await self.hand.tap(self.page.get_by_role("radio", name="Cash"))
        await self.hand.type(self.page.get_by_label("Email for receipt and release code"), email)
        await self.hand.tap(self.page.get_by_role("button", name=f"Take {amount}"))
        await self.page.wait_for_url("**?paid=*")

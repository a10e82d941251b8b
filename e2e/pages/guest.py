"""Pay your Ticket: the search and the page of the ticket it leads to."""

from e2e.pages.hand import Hand


class GuestPage:
    """What somebody with a ticket in the hand sees and can do."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.heading = self.page.get_by_role("heading", level=1)
        self.number = self.page.get_by_label("Number", exact=True)
        self.pin = self.page.get_by_label("PIN")
        self.plate = self.page.get_by_label("Plate of the car")
        self.email = self.page.get_by_label("Email for the receipt")
        self.pay_button = self.page.locator("#pay").get_by_role("button")
        self.total = self.page.locator("table.bill tfoot tr:last-child td")
        self.choices = self.page.get_by_role("checkbox")
        self.summary = self.page.locator("#errors")

    async def start(self) -> None:
        """From the home page to the search."""
        await self.hand.open("/")
        await self.hand.tap(self.page.get_by_role("link", name="Pay your Ticket"))

    async def look_up(self, number: str, pin: str) -> None:
        """Type what is printed on the ticket and search."""
        await self.hand.type(self.number, number)
        await self.hand.type(self.pin, pin)
        await self.search()

    async def search(self) -> None:
        """Press the one button of the search."""
        await self.hand.tap(self.page.get_by_role("button", name="Search"))

    async def pay(self, email: str) -> None:
        """From the ticket's page to the card page."""
        await self.hand.type(self.email, email)
        await self.hand.tap(self.pay_button)
        await self.page.wait_for_url("**/pay/chk_*")

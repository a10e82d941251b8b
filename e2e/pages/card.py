"""The card provider's own page."""

from urllib.parse import urlsplit

from e2e.pages.hand import Hand


class CardPage:
    """The hosted page where a test card is chosen."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.problem = self.page.get_by_role("alert")
        self.heading = self.page.get_by_role("heading", level=1)

    @property
    def checkout_id(self) -> str:
        """The provider's own id of what is being paid, from the address."""
        return urlsplit(self.page.url).path.rsplit("/", 1)[-1]

    async def pay_with(self, card: str) -> None:
        """Choose a test card by its title and press Pay."""
        await self.hand.tap(self.page.get_by_role("radio", name=card))
        await self.hand.tap(self.page.get_by_role("button", name="Pay"))

    async def approve(self) -> None:
        """Pay with the card that works."""
        await self.pay_with("Card that works")

    async def decline(self) -> None:
        """Try the card that is declined; the page stays."""
        await self.pay_with("Card that is declined")

    async def cancel(self) -> None:
        """Leave by the page's own way out."""
        await self.hand.tap(self.page.get_by_role("link", name="Cancel and go back"))

    async def go_back(self) -> None:
        """From a page that takes no card any more."""
        await self.hand.tap(self.page.get_by_role("link", name="Go back"))

"""The hosted page of our own fake of Stripe."""

from e2e.pages.hand import Hand


class StripePage:
    """Pay, fail or leave."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.heading = self.page.get_by_role("heading", level=1)

    @property
    def session_id(self) -> str:
        """Stripe's own id of what is being paid, from the address."""
        return self.page.url.rsplit("/", 1)[-1]

    async def approve(self) -> None:
        """Pay with a card that works."""
        await self.hand.tap(self.page.get_by_role("button", name="Pay", exact=True))

    async def leave(self) -> None:
        """Go back without paying."""
        await self.hand.tap(self.page.get_by_role("link", name="Back"))

"""The page that says what an action will do and asks for what it needs."""

from e2e.pages.hand import Hand


class DeedPage:
    """One action on a boot, before it is done."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.heading = self.page.get_by_role("heading", level=1)
        self.done = self.page.locator("#flash .notice")

    async def mark_returned(self, condition: str = "Good") -> None:
        """Record that the boot is back."""
        await self.hand.tap(self.page.get_by_role("radio", name=condition))
        await self._confirm("Record the return")

    async def make_available(self) -> None:
        """Close the case."""
        await self._confirm("Make available")

    async def record_removal(self, reason: str, *, debt: str = "The debt stays") -> None:
        """Staff took the boot off and brought it back."""
        await self.hand.choose(self.page.get_by_label("Basis"), "Authorised by the office")
        await self.hand.tap(self.page.get_by_role("radio", name=debt))
        await self.hand.type(self.page.get_by_label("Reason"), reason)
        await self.hand.tap(self.page.get_by_role("radio", name="Good"))
        await self._confirm("Record the removal")

    async def cancel_never_applied(self) -> None:
        """The boot was never put on."""
        await self._confirm("It was never applied")

    async def _confirm(self, button: str) -> None:
        await self.hand.tap(self.page.get_by_role("button", name=button))
        await self.page.wait_for_url("**?done=*")

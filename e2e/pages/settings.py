"""System Settings."""

from e2e.pages.hand import Hand


class SettingsPage:
    """The page with every setting."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.done = self.page.locator("#flash .notice")

    async def switch_on(self, label: str) -> None:
        """Tick a switch and save."""
        await self.hand.open("/settings")
        await self.page.get_by_role("checkbox", name=label).check()
        await self.hand.tap(self.page.get_by_role("button", name="Save settings"))
        await self.page.wait_for_url("**?done=*")

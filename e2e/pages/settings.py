"""System Settings."""

import re
from pathlib import Path

from e2e.pages.hand import Hand


class SettingsPage:
    """The page with every setting."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.done = self.page.locator("#flash .notice")
        self.summary = self.page.locator("#errors")
        self.logo_file = self.page.get_by_label("Picture", exact=True)
        self.logo = self.page.get_by_role("img", name="The present logo")

    async def switch_on(self, label: str) -> None:
        """Tick a switch and save."""
        await self._set(label, on=True)

    async def switch_off(self, label: str) -> None:
        """Clear a switch and save."""
        await self._set(label, on=False)

    async def enter(self, label: str, text: str) -> None:
        """Type a value and save; an empty one takes the value away."""
        await self.hand.open("/settings")
        await self.hand.type(self.page.get_by_label(label, exact=True), text)
        await self._save()

    async def save_logo(self, picture: Path) -> None:
        """Choose a picture and save it as the logo."""
        await self._open_logo()
        await self.logo_file.set_input_files(picture)
        await self.hand.tap(self.page.get_by_role("button", name="Save this logo"))

    async def remove_logo(self) -> None:
        """Take the logo away."""
        await self._open_logo()
        await self.hand.tap(self.page.get_by_role("button", name="Remove the logo"))

    async def _open_logo(self) -> None:
        await self.hand.open("/settings")
        await self.hand.tap(self.page.get_by_role("link", name=re.compile(" logo$")))

    async def _set(self, label: str, *, on: bool) -> None:
        await self.hand.open("/settings")
        await self.page.get_by_role("checkbox", name=label).set_checked(on)
        await self._save()

    async def _save(self) -> None:
        await self.hand.tap(self.page.get_by_role("button", name="Save settings"))
        await self.page.wait_for_url("**?done=*")

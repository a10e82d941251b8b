"""Email Templates: the editor of a mail's words."""

from e2e.pages.hand import Hand


class TemplateEditor:
    """One mail in one language."""

    def __init__(self, hand: Hand, kind: str = "release", language: str = "en") -> None:
        self.hand = hand
        self.page = hand.page
        self.address = f"/templates/{kind}/{language}"
        self.subject = self.page.get_by_label("Subject", exact=True)
        self.body = self.page.get_by_label("Text", exact=True)
        self.told = self.page.locator("#flash .notice")
        self.summary = self.page.locator("#errors")
        self.mail = self.page.frame_locator("iframe.preview:not(.coming)").locator("body")

    async def open(self) -> None:
        """Open it with the words in force."""
        await self.hand.open(self.address)

    async def write(self, subject: str, body: str) -> None:
        """Type both."""
        await self.subject.fill(subject)
        await self.body.fill(body)

    async def press(self, button: str) -> None:
        """Press Save this version, Send a test to me, Show preview …"""
        await self.hand.tap(self.page.get_by_role("button", name=button))

    async def save(self) -> None:
        """Save and wait until it is."""
        await self.press("Save this version")
        await self.page.wait_for_url("**?done=saved")

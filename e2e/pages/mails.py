"""The mail log, and one letter of it."""

from playwright.async_api import Locator

from e2e.pages.hand import Hand


class MailLog:
    """Every letter with what the mail server said."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.rows = self.page.locator("table.rows tbody tr")
        self.status = self.page.locator("header.head .pill")
        self.tries = self.page.locator("ol.timeline li")
        self.done = self.page.locator(".notice.good")
        self.summary = self.page.locator("#errors")
        self.again = self.page.get_by_role("button", name="Send again to")

    async def find(self, words: str) -> None:
        """Search the log from its page."""
        await self.hand.open("/mails")
        await self.hand.type(self.page.get_by_label("Search by email, plate or ticket"), words)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url("**/mails?q=*")

    def row(self, kind: str) -> Locator:
        """The line of a kind of letter."""
        return self.rows.filter(has=self.page.get_by_role("link", name=kind))

    async def open_letter(self, kind: str) -> None:
        """From the list to one letter."""
        await self.hand.tap(self.row(kind).get_by_role("link", name=kind))
        await self.page.wait_for_url("**/mails/*")

    async def send_again(self) -> None:
        """Press the button and arrive at the letter that waits now."""
        await self.hand.tap(self.again)
        await self.page.wait_for_url("**/mails/*?done=again")

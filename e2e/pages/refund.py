"""Process refund, and the payments it is about."""

from playwright.async_api import Locator, expect

from e2e.pages.hand import Hand

RELOADS = 20


class RefundPage:
    """The list of deposits to decide, and the preview of one."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.lines = self.page.locator("table.bill tbody tr")
        self.goes_back = self.page.locator("table.bill tfoot td")
        self.done = self.page.get_by_role("status").filter(has_text="deposit")

    async def open_for(self, boot: str) -> None:
        """From the list to the deposit of this boot."""
        await self.hand.open("/refunds")
        row = self.page.get_by_role("row").filter(has_text=boot)
        await self.hand.tap(row.get_by_role("link", name="Process refund"))

    async def note_damage(self, amount: str, what: str) -> None:
        """Name a damage and look at the new amount."""
        await self.hand.type(self.page.get_by_label("Damage", exact=False).first, amount)
        await self.hand.type(self.page.get_by_label("What is damaged"), what)
        await self.hand.tap(self.page.get_by_role("button", name="Show the new amount"))

    async def process(self, amount: str) -> None:
        """Send back what the preview shows."""
        await self._decide(f"Process refund of {amount}")

    async def keep(self, amount: str) -> None:
        """Keep the whole deposit."""
        await self._decide(f"Keep the whole deposit of {amount}")

    async def _decide(self, button: str) -> None:
        await self.hand.tap(self.page.get_by_role("button", name=button))
        await self.page.wait_for_url("**/refunds?done=*")


class PaymentsPage:
    """The office's list of payments and one of them."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.main = self.page.locator("main")
        self.history = self.page.locator("ol.timeline")
        self.refunded = self.page.locator("dt:text-is('Refunded') + dd")

    async def rows(self, search: str) -> Locator:
        """The payments this search finds."""
        await self.hand.open("/payments")
        await self.hand.type(self.page.get_by_role("searchbox"), search)
        await self.hand.tap(self.page.get_by_role("button", name="Search"))
        return self.page.locator("table.rows tbody tr")

    async def open_only(self, search: str) -> None:
        """From the list to the one payment this search finds."""
        await self.hand.tap((await self.rows(search)).get_by_role("link"))
        await self.page.wait_for_url("**/payments/*")

    async def wait_for(self, event: str) -> None:
        """Load the payment's page again until its history tells of this; fails when it never does.

        The page does not follow by itself.
        """
        for _ in range(RELOADS):
            if await self.history.get_by_text(event).count():
                return
            await self.page.wait_for_timeout(500)
            await self.page.reload()
        await expect(self.history).to_contain_text(event)

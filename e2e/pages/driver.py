"""The driver's page behind the QR code, in every state of the boot."""

from playwright.async_api import Locator

from e2e.pages.hand import Hand


class DriverPage:
    """What a driver sees and can do at `/b/{token}`."""

    def __init__(self, hand: Hand, address: str) -> None:
        self.hand = hand
        self.page = hand.page
        self.address = address
        self.heading = self.page.get_by_role("heading", level=1)
        self.email = self.page.get_by_label("Email for the release code")
        self.pay_button = self.page.locator("#pay").get_by_role("button")
        self.promise_button = self.page.get_by_role("button", name="pay by cash or cheque").last
        self.code = self.page.locator("#code")
        self.mail = self.page.locator("#mail")
        self.summary = self.page.locator("#errors")
        self.notice = self.page.locator(".notice")
        self.lines = self.page.locator("#case table.bill").first.locator("tbody tr:not([hidden])")
        self.total = self.page.locator("#case table.bill").first.locator("tfoot tr:last-child td")
        self.added = self.page.get_by_role("row", name="Tickets you added below")
        self.others = self.page.locator("details", has_text="Other tickets of this car")
        self.cash = self.page.locator("details", has_text="Pay by cash or cheque")
        self.promise = self.page.get_by_role("region", name="Paid but not Processed")
        self.deposit = self.page.locator("#deposit")
        self.check_again = self.page.get_by_role("link", name="Check again")

    async def scan(self) -> None:
        """Point the camera at the label."""
        await self.hand.open(self.address)

    async def fill_email(self, email: str) -> None:
        """Type the address for the code."""
        await self.hand.type(self.email, email)

    async def press_pay(self) -> None:
        """Press the one button."""
        await self.hand.tap(self.pay_button)

    async def pay(self, email: str) -> None:
        """From the label to the card page."""
        await self.scan()
        await self.fill_email(email)
        await self.press_pay()
        await self.page.wait_for_url("**/pay/*")

    async def promise_cash(self, email: str) -> None:
        """Say on the page that one will bring cash or a cheque."""
        await self.fill_email(email)
        await self.hand.tap(self.cash.locator("summary"))
        await self.hand.tap(self.page.get_by_role("button", name="I will pay by cash or cheque"))

    async def bill(self) -> list[tuple[str, str]]:
        """The bill as pairs of label and amount; a label is the first words of its line."""
        rows = await self.lines.all()
        return [(await _label(row), (await row.locator("td").inner_text()).strip()) for row in rows]


async def _label(row: Locator) -> str:
    return (await row.locator("th").inner_text()).split("\n")[0].strip()

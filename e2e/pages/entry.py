"""New Violation, as the officer works it on the tablet."""

from playwright.async_api import Locator

from e2e.pages.hand import Hand


class EntryPage:
    """The entry, in the order of the work."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.plate = self.page.get_by_label("Plate", exact=True)
        self.region = self.page.get_by_label("Region")
        self.place = self.page.get_by_label("Place", exact=True)
        self.remarks = self.page.get_by_label("Remarks")
        self.boots = self.page.get_by_role("combobox", name="Apply Boot")
        self.car = self.page.locator("#car")
        self.summary = self.page.locator("#errors")
        self.total = self.page.locator("[data-total]")
        self.missing = self.page.locator("span[data-missing]")

    async def open(self) -> None:
        """A new, empty entry."""
        await self.hand.open("/violations/new")

    def offence(self, description: str) -> Locator:
        """The large button of an offence."""
        return self.page.locator("label.tile", has_text=description)

    async def offered_boots(self) -> list[str]:
        """The names in the Apply Boot list."""
        return [name.strip() for name in await self.boots.locator("option").all_inner_texts()][1:]

    async def find_boot(self, name: str) -> None:
        """Choose a boot, searching for it when the list is long."""
        await self.boots.wait_for()
        if name not in await self.offered_boots():
            await self.hand.type(self.page.get_by_label("Search boots by name"), name)
        await self.hand.choose(self.boots, name)

    async def fill(self, plate: str, place: str, *offences: str, boot: str = "") -> None:
        """Everything an officer must enter."""
        await self.hand.type(self.plate, plate)
        for offence in offences:
            await self.hand.tap(self.offence(offence))
        if boot:
            await self.find_boot(boot)
        await self.hand.type(self.place, place)

    async def press(self, button: str) -> None:
        """Press one of the buttons by its text."""
        await self.hand.tap(self.page.get_by_role("button", name=button))

    async def save(self) -> None:
        """Save and arrive at the ticket."""
        await self.press("Save violation")
        await self.page.wait_for_url("**/violations/*?done=written")


class TicketPage:
    """One ticket after it was written."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page
        self.heading = self.page.get_by_role("heading", level=1)
        self.status = self.page.locator("header.head .pill").first
        self.boot = self.page.locator(".card").first
        self.payments = self.page.locator(".card", has_text="Payments")

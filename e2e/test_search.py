"""The one search of the staff's pages: a key away, readable for everybody, without scripts too."""

import pytest
from playwright.async_api import Locator, Page, expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, TABLET, Device, Scheme, Visitors
from e2e.looking import complaints
from e2e.pages.entry import EntryPage
from e2e.rulers import SMALL, TOO_WIDE


def field(page: Page) -> Locator:
    """The one field."""
    return page.get_by_label("Find anything")


async def test_a_stroke_leads_to_the_field_and_stays_a_letter_while_typing(
    visitors: Visitors, clerk: Clerk
) -> None:
    ticket = clerk.write_ticket("SRCH 501", "Expired meter")
    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()
    await entry.place.fill("Dock ")
    await entry.place.press("End")
    await officer.page.keyboard.press("/")
    await expect(entry.place).to_have_value("Dock /")
    await entry.place.blur()
    await officer.page.keyboard.press("/")
    await expect(field(officer.page)).to_be_focused()
    await expect(field(officer.page)).to_have_value("")
    await officer.page.keyboard.type(ticket.number.lower().replace("-", ""))
    await officer.page.keyboard.press("Enter")
    await officer.page.wait_for_url(f"**/violations/{ticket.ticket_id}")


async def test_the_search_needs_no_scripts(visitors: Visitors, clerk: Clerk) -> None:
    boot = clerk.add_boot()
    officer = await visitors.officer(scripts=False)
    await officer.open("/dashboard")
    await officer.type(field(officer.page), boot.name[1:])
    await officer.tap(officer.page.get_by_role("button", name="Find"))
    await expect(field(officer.page)).to_have_value(boot.name[1:])
    await officer.tap(officer.page.get_by_role("main").get_by_role("link", name=boot.name).first)
    await expect(officer.page.get_by_role("heading", level=1)).to_contain_text(boot.name)


@pytest.mark.parametrize(
    ("device", "scheme"), [(PHONE, "light"), (TABLET, "dark"), (DESK, "light"), (DESK, "dark")]
)
async def test_what_was_found_is_readable_and_touchable_for_everybody(
    visitors: Visitors, clerk: Clerk, device: Device, scheme: Scheme
) -> None:
    clerk.boot_car()
    clerk.boot_car()
    for role, least in ((Role.officer, 56), (Role.office, 44)):
        hand = await visitors.staff(role, device, scheme=scheme)
        for words in ("TRL", "boot", "nothing-is-called-this", ""):
            await hand.open(f"/search?q={words}")
            assert await hand.page.evaluate(SMALL, least) == [], words
            assert not await hand.page.evaluate(TOO_WIDE), words
            assert await complaints(hand.page) == [], words

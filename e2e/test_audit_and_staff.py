"""The administrator's own pages: staff and the audit of what they did."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, TABLET, Scheme, Visitors
from e2e.test_staff_pages import SMALL, TOO_WIDE

SCHEMES: list[Scheme] = ["light", "dark"]
WIDTHS = (390, 820, 1440)
NARROWEST_TARGET = 44
PASSWORD = "three odd words"


async def faults(page: Page) -> list[str]:
    """What axe and the hand complain of, and at which of our widths the page is too wide."""
    found = await Axe().run(page)
    told = [str(found.generate_report())] if found.violations_count else []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        if await page.evaluate(TOO_WIDE):
            told.append(f"too wide at {width}")
        told += await page.evaluate(SMALL, NARROWEST_TARGET)
    return told


@pytest.mark.looks
@pytest.mark.parametrize("scheme", SCHEMES)
async def test_staff_and_audit_are_in_order_for_eyes_hands_and_readers(
    visitors: Visitors, clerk: Clerk, scheme: Scheme
) -> None:
    clerk.boot_car()
    admin = await visitors.admin(scheme)
    for address in (
        "/audit",
        "/audit?kind=boot&verb=add_boot",
        "/audit?thing=boot:1",
        "/audit?to=2001-01-01",
        "/staff",
        "/staff/new",
        "/staff/1/role",
        "/staff/1/deactivate",
    ):
        await admin.open(address)
        assert await faults(admin.page) == [], address
    await admin.open("/staff/new")
    await admin.tap(admin.page.get_by_role("button", name="Add this person"))
    await expect(admin.page.locator("#errors")).to_be_visible()
    assert await faults(admin.page) == [], "refused"


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_person_is_added_signs_in_and_is_out_once_deactivated(
    visitors: Visitors, scripts: bool
) -> None:
    admin = await visitors.staff(Role.admin, DESK, scripts=scripts)
    page, email = admin.page, f"newcomer{scripts}@example.com".lower()
    await admin.open("/staff")
    await admin.tap(page.get_by_role("link", name="Add a person"))
    await page.get_by_label("Name").fill(f"Nora Newcomer {scripts}")
    await page.get_by_label("Email").fill(email)
    await page.get_by_role("radio", name="Officer").check()
    await page.get_by_label("First password").fill(PASSWORD)
    await admin.tap(page.get_by_role("button", name="Add this person"))
    await expect(page.locator(".notice.good")).to_contain_text("can sign in now")
    newcomer = await visitors.driver(TABLET if scripts else PHONE, scripts=scripts)
    await newcomer.open("/sign-in")
    await newcomer.page.get_by_label("Email").fill(email)
    await newcomer.page.get_by_label("Password").fill(PASSWORD)
    await newcomer.tap(newcomer.page.get_by_role("button", name="Sign in"))
    await newcomer.page.wait_for_url("**/dashboard")
    await admin.open("/staff")
    row = page.locator("tr", has_text=email)
    await admin.tap(row.get_by_role("link", name="Deactivate"))
    await admin.tap(page.get_by_role("button", name="Deactivate this person"))
    await expect(row).to_contain_text("Deactivated")
    await newcomer.open("/violations")
    await expect(newcomer.page).to_have_url(re.compile("/sign-in"))
    # What was done is in the audit, with who did it, and leads back to the person.
    await admin.tap(row.get_by_role("link", name="What was done"))
    await expect(page.locator("tbody tr").first).to_contain_text("Signed in")
    await admin.open("/audit?kind=staff&verb=deactivate_staff")
    first = page.locator("tbody tr").first
    await expect(first).to_contain_text(f"Nora Newcomer {scripts}")
    await expect(first).to_contain_text("In use: Yes")

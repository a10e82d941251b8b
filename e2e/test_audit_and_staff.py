"""The administrator's own pages: staff and the audit of what they did."""

import re

import pytest
from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.browsers import DESK, PHONE, TABLET, Visitors

PASSWORD = "three odd words"


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

"""One-time codes: an officer who wants them, and a town that asks them of its administrators."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, Scheme, Visitors
from e2e.looking import complaints
from e2e.pages.account import AccountPage
from e2e.pages.sign_in import SignInPage
from e2e.town import PASSWORDS, Town

PASSWORD = "three odd words again"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def newcomer(clerk: Clerk, role: str = "officer") -> str:
    """The email of somebody new."""
    email = f"nora{secrets.token_hex(4)}@example.com"
    clerk.submit("/staff/new", name="Nora New", email=email, role=role, password=PASSWORD)
    return email


@pytest.mark.parametrize("scripts", [True, False])
async def test_an_officer_turns_them_on_and_signs_in_with_them(
    visitors: Visitors, clerk: Clerk, scripts: bool
) -> None:
    email = newcomer(clerk)
    hand = await visitors.driver(PHONE, scripts=scripts)
    page, account, door = hand.page, AccountPage(hand), SignInPage(hand)
    await door.sign_in(email, PASSWORD)
    await account.open_turning_on()
    await account.enter("123 456", "Turn one-time codes on")
    await expect(page.locator("#errors")).to_contain_text("This code is not right")
    phone, codes = await account.turn_on()
    assert len(codes) == 10
    await hand.tap(page.get_by_role("link", name="I have kept them"))
    await page.wait_for_url("**/dashboard")
    await account.sign_out()
    await door.give_password(email, PASSWORD)
    await page.wait_for_url("**/sign-in/code")
    await hand.open("/dashboard")
    await expect(page).to_have_url(re.compile("/sign-in"))
    await hand.open("/sign-in/code")
    await account.enter(phone.code(), "Sign in")
    await page.wait_for_url("**/dashboard")
    await account.sign_out()
    await door.give_password(email, PASSWORD)
    await hand.tap(page.get_by_role("link", name="Use a recovery code"))
    await account.enter(codes[0], "Sign in")
    await page.wait_for_url("**/dashboard")
    await account.open()
    await expect(page.locator("main")).to_contain_text("9 recovery codes are left.")
    await hand.tap(page.get_by_role("link", name="Turn one-time codes off"))
    await account.enter(codes[1], "Turn one-time codes off")
    await expect(page.locator(".notice.good")).to_contain_text("the password alone signs you in")


@pytest.mark.parametrize("width", [390, 1440])
async def test_the_qr_code_on_the_screen_is_read_by_a_phone(
    visitors: Visitors, clerk: Clerk, width: int, tmp_path: Path
) -> None:
    hand = await visitors.driver(PHONE if width == 390 else DESK)
    await SignInPage(hand).sign_in(newcomer(clerk), PASSWORD)
    await AccountPage(hand).open_turning_on()
    picture = f"{tmp_path}/qr.png"
    await hand.page.locator("svg.qr").screenshot(path=picture)
    [found] = zxingcpp.read_barcodes(Image.open(picture))
    key = (await hand.page.locator("#key").inner_text()).replace(" ", "")
    assert found.text.startswith("otpauth://totp/City%20of%20Marlow%20Parking:nora")
    assert f"secret={key}" in found.text


async def test_a_town_that_asks_them_of_its_administrators(
    visitors_of: Callable[[Town], Visitors], own_town: Town
) -> None:
    """The chief has them first; a new administrator can do nothing before setting them up."""
    visitors = visitors_of(own_town)
    with Clerk(own_town) as clerk:
        email = newcomer(clerk, "admin")
    chief = await visitors.driver(DESK)
    await SignInPage(chief).sign_in(*PASSWORDS[Role.admin])
    page, account = chief.page, AccountPage(chief)
    box = page.get_by_label("Second factor compulsory for administrators")
    await chief.open("/settings")
    await box.check()
    await chief.tap(page.get_by_role("button", name="Save settings"))
    await expect(page.locator("#errors")).to_contain_text("for yourself first")
    await account.open_turning_on()
    await account.turn_on()
    await chief.open("/settings")
    await box.check()
    await chief.tap(page.get_by_role("button", name="Save settings"))
    await expect(page.locator("#flash")).to_contain_text("saved")
    other = await visitors.driver(PHONE)
    page, account = other.page, AccountPage(other)
    await SignInPage(other).give_password(email, PASSWORD)
    await page.wait_for_url("**/me/one-time-codes/on")
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await complaints(page) == [], f"must set up, {scheme}"
    await other.open("/settings")
    await expect(page).to_have_url(re.compile("/me/one-time-codes/on"))
    await account.turn_on()
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await complaints(page) == [], f"recovery codes, {scheme}"
    await other.open("/settings")
    await expect(page.locator("h1")).to_have_text("System Settings")
    await account.open()
    await expect(page.locator("main")).to_contain_text("so they stay on")
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await complaints(page) == [], f"my account, compulsory, {scheme}"
    # The chief helps who lost the phone.
    await chief.open("/staff")
    row = chief.page.locator("tr", has_text=email)
    await chief.tap(row.get_by_role("link", name="Take codes away"))
    await chief.page.get_by_label("Reason").fill("It fell into the harbour")
    await chief.tap(chief.page.get_by_role("button", name="Take the one-time codes away"))
    await expect(chief.page.locator(".notice.good")).to_contain_text("password alone")
    await other.open("/dashboard")
    await expect(page).to_have_url(re.compile("/sign-in"))

"""What hands and eyes need on the staff's pages: room for gloves, honest ages, nothing hidden."""

import pytest
from playwright.async_api import Page, Route, expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, TABLET, Device, Visitors
from e2e.looking import complaints
from e2e.pages.boots import BootForm
from e2e.pages.entry import EntryPage
from e2e.rulers import SMALL, TOO_WIDE

PAGES = ("/dashboard", "/violations", "/violations/new", "/violations/1", "/stock-takes", "/me")
OFFICE_PAGES = ("/boots", "/boots/1", "/offences", "/offences/types/1", "/settings")


AGES = """(hours) => {
  const ages = hours.map((count) => {
    const time = document.createElement("time");
    time.dateTime = new Date(Date.now() - count * 3600000).toISOString();
    time.dataset.age = "";
    document.querySelector("main").append(time);
    return time;
  });
  document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: {} } }));
  return ages.map((time) => time.textContent);
}"""


@pytest.mark.parametrize("device", [PHONE, TABLET])
async def test_an_officer_in_gloves_finds_no_target_below_56_pixels(
    visitors: Visitors, clerk: Clerk, device: Device
) -> None:
    clerk.boot_car()
    officer = await visitors.staff(Role.officer, device)
    for address in PAGES:
        await officer.open(address)
        assert await officer.page.evaluate(SMALL, 56) == [], address


@pytest.mark.parametrize("device", [PHONE, TABLET, DESK])
async def test_nobody_of_the_staff_finds_a_target_below_44_pixels(
    visitors: Visitors, clerk: Clerk, device: Device
) -> None:
    clerk.boot_car()
    admin = await visitors.staff(Role.admin, device)
    for address in PAGES + OFFICE_PAGES:
        await admin.open(address)
        assert await admin.page.evaluate(SMALL, 44) == [], address


async def test_a_name_of_sixty_letters_without_a_blank_breaks_no_page(visitors: Visitors) -> None:
    admin = await visitors.staff(Role.admin, PHONE)
    name = "W" * 60
    await BootForm(admin).add(name, "6060")
    boot_page = admin.page.url
    officer = await visitors.staff(Role.officer, PHONE)
    entry = EntryPage(officer)
    await entry.open()
    await entry.fill("LNG 60", "60 Mill Lane", "Boot Applied", boot=name)
    await entry.save()
    ticket = officer.page.url
    for device in (PHONE, TABLET, DESK):
        hand = await visitors.staff(Role.admin, device)
        for address in (boot_page, ticket, "/dashboard", "/boots?q=www", "/violations?q=www"):
            await hand.open(address)
            assert name in await hand.page.content(), address
            assert not await hand.page.evaluate(TOO_WIDE), (address, device.width)


async def test_ages_follow_the_calendar_from_a_day_on(visitors: Visitors) -> None:
    officer = await visitors.officer()
    await officer.page.clock.set_fixed_time("2026-11-21T21:00:00Z")
    await officer.open("/dashboard")
    ages = await officer.page.evaluate(AGES, [0.5, 23, 25, 40, 46])
    assert ages == ["30 min. ago", "23 hr. ago", "yesterday", "yesterday", "2 days ago"]
    await officer.page.clock.set_fixed_time("2026-11-21T11:00:00Z")
    assert await officer.page.evaluate(AGES, [40]) == ["2 days ago"]


async def test_ready_is_said_only_when_the_entry_can_be_saved(
    visitors: Visitors, clerk: Clerk
) -> None:
    booted = clerk.boot_car()
    boot = clerk.add_boot()
    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()
    await expect(entry.plate).to_be_focused()
    await entry.fill(booted.plate, "2 Mill Lane", "Expired meter")
    confirm = officer.page.get_by_label("Yes, put a second boot on it")
    await expect(confirm).to_be_visible()
    await expect(entry.missing).to_have_text("Ready to save")
    await officer.tap(entry.offence("Boot Applied"))
    await entry.boots.wait_for()
    await expect(entry.missing).to_have_text(
        "Still missing: your yes to a second boot and which boot"
    )
    await entry.find_boot(boot.name)
    await expect(entry.missing).to_have_text("Still missing: your yes to a second boot")
    await officer.tap(confirm)
    await expect(entry.missing).to_have_text("Ready to save")


async def test_a_look_up_that_failed_says_so_until_one_succeeds(visitors: Visitors) -> None:
    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()

    async def cut(route: Route) -> None:
        await route.abort()

    await officer.page.route("**/violations/new/plate", cut)
    await officer.type(entry.plate, "CUT 1")
    failed = officer.page.get_by_text("We could not look this car up.")
    await expect(failed).to_be_visible()
    await officer.page.unroute("**/violations/new/plate")
    await officer.type(entry.plate, "CUT 2")
    await expect(entry.car).to_contain_text("Not seen before.")
    await expect(failed).to_be_hidden()


async def test_the_save_bar_never_hides_the_field_that_has_the_focus(visitors: Visitors) -> None:
    hand = await visitors.staff(Role.admin, PHONE)
    for address in ("/violations/new", "/settings"):
        await hand.open(address)
        assert await _hidden_by_the_bar(hand.page) == [], address


@pytest.mark.parametrize(("device", "scripts"), [(PHONE, True), (PHONE, False), (TABLET, True)])
async def test_a_long_menu_without_room_opens_where_it_is_asked_for(
    visitors: Visitors, device: Device, scripts: bool
) -> None:
    hand = await visitors.staff(Role.admin, device, scripts=scripts)
    await hand.open("/violations")
    menu = hand.page.get_by_role("navigation", name="Main")
    leave = hand.page.get_by_role("button", name="Sign out")
    await expect(menu).to_be_hidden()
    await expect(leave).to_be_hidden()
    await hand.tap(hand.page.get_by_role("button", name="Menu"))
    await expect(menu.get_by_role("button", name="Sign out")).to_be_visible()
    await expect(menu.get_by_role("link", name="Violations")).to_have_attribute(
        "aria-current", "page"
    )
    if scripts:
        assert await complaints(hand.page) == []
        assert await hand.page.evaluate(SMALL, 44) == []
    await hand.tap(menu.get_by_role("link", name="Audit"))
    await expect(hand.page.get_by_role("heading", level=1)).to_have_text("Audit")


@pytest.mark.parametrize(("role", "device"), [(Role.admin, DESK), (Role.officer, PHONE)])
async def test_a_menu_that_fits_is_in_sight(visitors: Visitors, role: Role, device: Device) -> None:
    hand = await visitors.staff(role, device)
    await hand.open("/violations")
    await expect(hand.page.get_by_role("button", name="Menu")).to_be_hidden()
    menu = hand.page.get_by_role("navigation", name="Main")
    await expect(menu.get_by_role("link", name="Violations")).to_be_visible()
    leave = hand.page.get_by_role("button", name="Sign out")
    if device is PHONE:
        await expect(leave).to_be_hidden()
        await hand.tap(hand.page.get_by_role("link", name="My account"))
        await hand.page.wait_for_url("**/me")
    await expect(leave).to_be_visible()


async def _hidden_by_the_bar(page: Page) -> list[str]:
    """Walks through the form by Tab; names every field that ends below the bar's upper edge."""
    hidden = []
    for _ in range(70):
        await page.keyboard.press("Tab")
        where = await page.evaluate(
            """() => { const one = document.activeElement;
              if (!one.matches("main input, main select, main textarea")) return null;
              const bar = document.querySelector(".savebar").getBoundingClientRect().top;
              const box = one.getBoundingClientRect();
              return box.bottom > bar + 1 && box.height < 400 ? one.id : ""; }"""
        )
        if where:
            hidden.append(where)
        if where is None and await page.evaluate("!!document.activeElement.closest('.savebar')"):
            break
    return hidden

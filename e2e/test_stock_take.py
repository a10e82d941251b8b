"""A store is counted with phone and scanner, and one boot's page tells its whole life."""

import csv
import re
from collections.abc import Callable

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, Visitors
from e2e.pages.boots import BootPage
from e2e.pages.stock import StockPage
from e2e.town import Town


async def test_a_stock_take_finds_what_is_missing_and_what_should_not_be_here(
    own_town: Town, visitors_of: Callable[[Town], Visitors]
) -> None:
    visitors = visitors_of(own_town)
    with Clerk(own_town) as clerk:
        here, gone, car = clerk.add_boot(), clerk.add_boot(), clerk.boot_car()
    office = StockPage(await visitors.staff(Role.office, DESK, scripts=False))
    address = await office.start()
    stranger = await visitors.driver()
    await stranger.open(here.address)
    await expect(stranger.page.get_by_role("button", name="Count this boot")).to_have_count(0)
    # The officer scans with the camera of a phone: the label opens, Count is pressed.
    phone = await visitors.staff(Role.officer, PHONE)
    scanned = StockPage(phone)
    await phone.open(here.address)
    await phone.tap(phone.page.get_by_role("button", name="Count this boot"))
    await expect(scanned.told).to_have_text(re.compile(rf"{here.name} counted, 1 of \d+"))
    await phone.open(car.boot.address)
    await phone.tap(phone.page.get_by_role("button", name="Count this boot"))
    await expect(scanned.told).to_have_text(f"{car.boot.name} noted: it should not be here")
    # At the desk a scanner types the address and Enter; twice is once.
    await office.hand.open(address)
    await office.count(here.address)
    await expect(office.told).to_contain_text(f"{here.name} was counted already, 1 of")
    await office.count("https://elsewhere.example/b/NOBODYS")
    await expect(office.page.get_by_text("Unknown label noted")).to_be_visible()
    await office.hand.open(address)
    await office.finish()
    await expect(office.progress).to_have_text(re.compile(r"1 of \d+ counted"))
    row = office.rows.filter(has_text=gone.name)
    await expect(row.get_by_role("link", name="Take out of service")).to_be_visible()
    await expect(office.rows.filter(has_text=here.name)).to_have_count(0)
    await office.show("Wrong status")
    await expect(office.rows).to_have_count(1)
    async with office.page.expect_download() as coming:
        await office.page.get_by_role("link", name="Download the result (CSV)").click()
    path = await (await coming.value).path()
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = {line["Boot"]: line["Finding"] for line in csv.DictReader(file)}
    assert (found[here.name], found[gone.name]) == ("Counted", "Missing")
    assert found[car.boot.name] == "Wrong status"
    await office.hand.tap(office.rows.get_by_role("link", name="Record that staff removed it"))
    await expect(office.page.get_by_role("heading", level=1)).to_have_text(
        "Record that staff removed it"
    )
    # After the finish the same label offers nothing to count.
    await phone.open(gone.address)
    await expect(phone.page.get_by_role("button", name="Count this boot")).to_have_count(0)


async def test_a_code_is_confirmed_by_typing_it_and_the_page_tells_the_boot_s_life(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    clerk.submit(
        f"/boots/{car.boot.boot_id}/do/remove_by_staff",
        basis="authorised",
        debt="stays",
        reason="Paid by bank transfer",
        condition="good",
    )
    office = await visitors.office()
    boot = BootPage(office)
    await office.open(f"/boots/{car.boot.boot_id}")
    await office.tap(office.page.get_by_role("link", name="Confirm the code by typing it"))
    field = office.page.get_by_label("Code on the device")
    await office.type(field, "0000")
    await office.tap(office.page.get_by_role("button", name="Compare"))
    await expect(office.page.locator("#errors")).to_be_focused()
    await expect(office.page.locator("#errors")).to_contain_text("not the code we have stored")
    await expect(office.page.get_by_role("link", name="Record a new code")).to_be_visible()
    assert car.boot.code not in await office.page.content()
    await office.type(field, car.boot.code)
    await office.tap(office.page.get_by_role("button", name="Compare"))
    await expect(office.page.locator("#flash")).to_contain_text("It is confirmed.")
    await expect(boot.history).to_have_text(
        [
            "Release code confirmed by typing it",
            "A typed code was not the stored one",
            "Returned",
            "Released",
            "Issued",
            "Added",
        ]
    )
    life = office.page.locator("ol.timeline")
    await expect(life).to_contain_text("Paid by bank transfer")
    await expect(life.get_by_role("link", name=car.ticket.number).first).to_be_visible()

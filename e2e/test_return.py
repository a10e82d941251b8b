"""Journey c: the boot comes back and is offered again."""

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import TABLET, Visitors
from e2e.pages.boots import BootPage
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.deed import DeedPage
from e2e.pages.driver import DriverPage
from e2e.pages.entry import EntryPage


async def test_a_boot_that_came_back_is_made_available_and_offered_again(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    boot = car.boot.name
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_be_visible()
    watched = Dashboard(await visitors.admin())
    await watched.open()
    await expect(watched.live).to_have_attribute("data-state", "live")

    street = Dashboard(await visitors.officer())
    await street.open()
    await street.open_gear(boot)
    await expect(street.deeds()).to_have_text(["Mark as returned", "Open the boot's page"])
    await street.choose(boot, "Mark as returned")
    await DeedPage(street.hand).mark_returned()
    await expect(BootPage(street.hand).status).to_have_text("Returned")
    await expect(watched.status(boot)).to_have_text("Returned")

    counter = Dashboard(await visitors.staff(Role.office, TABLET))
    await counter.open()
    await counter.choose(boot, "Make available")
    await DeedPage(counter.hand).make_available()
    await expect(BootPage(counter.hand).status).to_have_text("Available")
    await expect(watched.row(boot)).to_have_count(0)
    await expect(watched.shelf("Available")).to_contain_text(boot)

    entry = EntryPage(street.hand)
    await entry.open()
    await entry.fill("BCK 300", "3 Mill Lane", "Boot Applied", boot=boot)
    await entry.save()
    await expect(watched.status(boot)).to_have_text("Issued")


async def test_the_payer_of_a_boot_that_is_back_is_told_where_the_deposit_is(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_be_visible()
    office = Dashboard(await visitors.office())
    await office.open()
    await office.choose(car.boot.name, "Mark as returned")
    await DeedPage(office.hand).mark_returned()
    await driver.scan()
    case = driver.page.locator("#case")
    await expect(case).to_contain_text("The boot is back")
    await expect(case).to_contain_text("Your deposit of $120.00 is being returned.")
    assert car.boot.code not in await driver.page.content()


async def test_a_boot_that_was_never_applied_is_available_and_its_fee_is_off_the_ticket(
    visitors: Visitors, clerk: Clerk
) -> None:
    boot = clerk.add_boot()
    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()
    await entry.fill("NVR 100", "5 Mill Lane", "Expired meter", "Boot Applied", boot=boot.name)
    await entry.save()
    ticket = officer.page.url
    wall = Dashboard(officer)
    await wall.open()
    await wall.choose(boot.name, "Cancel: never applied")
    await DeedPage(officer).cancel_never_applied()
    await expect(BootPage(officer).status).to_have_text("Available")
    await officer.open(ticket)
    void = officer.page.locator("tr.void")
    await expect(void).to_contain_text("Boot Applied")
    await expect(void).to_contain_text("Void")
    await entry.open()
    await officer.tap(entry.offence("Boot Applied"))
    await entry.find_boot(boot.name)

"""Journey d: every control is a link or a form first."""

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.driver import DriverPage
from e2e.pages.entry import EntryPage, TicketPage


async def test_the_driver_pays_and_reads_the_code_without_scripts(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(scripts=False), car.boot.address)
    await driver.scan()
    await driver.press_pay()
    await expect(driver.summary).to_contain_text("Enter the email")
    await driver.pay(car.email)
    await CardPage(driver.hand).decline()
    await CardPage(driver.hand).pay_with("Leave without paying")
    await expect(driver.notice).to_contain_text("You have not been charged")
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code


async def test_the_driver_waits_for_a_slow_bank_by_checking_again(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(scripts=False), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).pay_with("Slow card")
    await expect(driver.heading).to_have_text("We are waiting for the bank")
    await expect(driver.check_again).to_be_visible()
    code = await mail.release_code(car.email)
    assert code == car.boot.code
    await driver.hand.tap(driver.check_again)
    await expect(driver.code).to_have_text(code)


async def test_the_officer_writes_a_booted_violation_without_scripts(
    visitors: Visitors, clerk: Clerk
) -> None:
    boot = clerk.add_boot()
    known = clerk.boot_car()
    officer = await visitors.officer(scripts=False)
    entry = EntryPage(officer)
    await entry.open()
    await officer.type(entry.plate, known.plate)
    await entry.press("Check the plate")
    await expect(entry.car).to_contain_text(f"This car wears {known.boot.name}")

    await officer.type(entry.plate, "NJS 400")
    await officer.tap(entry.offence("Expired meter"))
    await officer.tap(entry.offence("Boot Applied"))
    await officer.type(entry.place, "4 Mill Lane")
    await entry.press("Show the boots for these offenses")
    await expect(entry.plate).to_have_value("NJS 400")
    if boot.name not in await entry.offered_boots():
        await officer.type(officer.page.get_by_label("Search boots by name"), boot.name)
        await entry.press("Search")
    await officer.choose(entry.boots, boot.name)
    await entry.save()
    await expect(TicketPage(officer).boot).to_contain_text(boot.name)

    wall = Dashboard(officer)
    await wall.open()
    await expect(wall.status(boot.name)).to_have_text("Issued")
    await wall.open_gear(boot.name)
    await expect(officer.page.get_by_role("heading", level=1)).to_contain_text(boot.name)
    await officer.tap(officer.page.get_by_role("link", name="Cancel: never applied"))
    await expect(officer.page.get_by_role("button", name="It was never applied")).to_be_visible()

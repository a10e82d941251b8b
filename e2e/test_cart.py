"""Several tickets of one car: what has to be paid with the boot, what may be, and midnights."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import expect

from e2e.booted import BootedCar, Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.settings import SettingsPage
from e2e.town import EmbeddedTown

RULE = "Require Overdue Paid"
# Fine and late amount of each, with what a car that was booted today pays for that.
OVERDUE = {"Expired meter": "$60.00", "No parking zone": "$80.00", "Blocking a driveway": "$100.00"}
BOOTED = [("Expired meter", "$36.00"), ("Boot Applied", "$120.00")]


@asynccontextmanager
async def overdue_required(visitors: Visitors) -> AsyncIterator[None]:
    """The rule while boots are being put on: a boot keeps the rule it was put on under."""
    settings = SettingsPage(await visitors.admin())
    await settings.switch_on(RULE)
    yield
    await settings.switch_off(RULE)


def three_old_tickets(clerk: Clerk, town: EmbeddedTown, plate: str, days: int = 15) -> None:
    """A car whose three tickets are so many days old; from the fifteenth on they are overdue."""
    for offence in OVERDUE:
        clerk.write_ticket(plate, offence)
    town.days_pass(plate, days)


async def paid_statuses(visitors: Visitors, car: BootedCar) -> list[str]:
    """What the office reads beside each ticket of the car."""
    office = await visitors.office()
    await office.open(f"/violations?q={car.plate.replace(' ', '')}")
    pills = office.page.locator("tbody .pill")
    return sorted(await pills.all_inner_texts())


async def test_with_the_rule_three_overdue_tickets_and_the_boot_are_one_payment(
    visitors: Visitors, clerk: Clerk, town: EmbeddedTown, mail: MailServer
) -> None:
    three_old_tickets(clerk, town, "CRT 101")
    async with overdue_required(visitors):
        car = clerk.boot_car("CRT 101")
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    case = driver.page.locator("#case")
    await expect(case).to_contain_text("All of these have to be paid to release the boot.")
    assert await driver.bill() == [*OVERDUE.items(), *BOOTED]
    await expect(driver.total).to_have_text("$396.00")
    await expect(driver.page.get_by_role("checkbox")).to_have_count(0)
    await expect(driver.others).to_have_count(0)

    await driver.pay(car.email)
    card = CardPage(driver.hand)
    checkout = card.checkout_id
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    assert town.checkout(checkout).captured_cents == 396_00
    assert await paid_statuses(visitors, car) == ["Paid"] * 4


async def test_without_the_rule_only_the_booted_ticket_is_required_and_others_may_be_added(
    visitors: Visitors, clerk: Clerk, town: EmbeddedTown, mail: MailServer
) -> None:
    three_old_tickets(clerk, town, "CRT 202")
    car = clerk.boot_car("CRT 202")
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    assert await driver.bill() == BOOTED
    await expect(driver.total).to_have_text("$156.00")
    await driver.hand.tap(driver.others.locator("summary"))
    await expect(driver.others).to_contain_text("You do not have to pay these")
    choices = driver.page.get_by_role("checkbox")
    await expect(choices).to_have_count(3)
    await expect(driver.added).to_be_hidden()
    await driver.hand.tap(driver.page.get_by_role("checkbox", name="No parking zone"))
    await expect(driver.added).to_contain_text("$80.00")
    await expect(driver.total).to_have_text("$236.00")

    await driver.fill_email(car.email)
    await driver.press_pay()
    await driver.page.wait_for_url("**/pay/*")
    card = CardPage(driver.hand)
    checkout = card.checkout_id
    await expect(driver.page.locator("main")).to_contain_text("236.00")
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    assert town.checkout(checkout).captured_cents == 236_00
    assert await paid_statuses(visitors, car) == ["Overdue", "Overdue", "Paid", "Paid"]


async def test_a_ticket_that_falls_due_at_midnight_is_told_before_anything_is_paid(
    visitors: Visitors, clerk: Clerk, town: EmbeddedTown, mail: MailServer
) -> None:
    three_old_tickets(clerk, town, "CRT 303", days=14)
    async with overdue_required(visitors):
        car = clerk.boot_car("CRT 303")
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    assert await driver.bill() == BOOTED
    await driver.fill_email(car.email)
    town.days_pass(car.plate)

    async with driver.page.expect_response("**/pay") as answer:
        await driver.press_pay()
    assert (await answer.value).status == 409
    await expect(driver.summary).to_contain_text("The amount has changed to $396.00")
    await expect(driver.summary).to_contain_text("Nothing has been charged.")
    await expect(driver.summary).to_be_focused()
    assert await driver.bill() == [*OVERDUE.items(), *BOOTED]
    await expect(driver.email).to_have_value(car.email)
    assert not mail.for_reader(car.email)

    await driver.press_pay()
    await driver.page.wait_for_url("**/pay/*")
    card = CardPage(driver.hand)
    checkout = card.checkout_id
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert town.checkout(checkout).captured_cents == 396_00
    assert await mail.release_code(car.email) == car.boot.code


async def test_what_the_card_page_asked_holds_past_midnight(
    visitors: Visitors, clerk: Clerk, town: EmbeddedTown, mail: MailServer
) -> None:
    three_old_tickets(clerk, town, "CRT 404", days=14)
    async with overdue_required(visitors):
        car = clerk.boot_car("CRT 404")
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    town.days_pass(car.plate)
    stranger = DriverPage(await visitors.driver(), car.boot.address)
    await stranger.scan()
    await expect(stranger.total).to_have_text("$396.00")

    card = CardPage(driver.hand)
    checkout = card.checkout_id
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    assert town.checkout(checkout).captured_cents == 156_00
    assert await paid_statuses(visitors, car) == ["Overdue", "Overdue", "Overdue", "Paid"]

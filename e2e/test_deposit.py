"""The boot is back: the deposit goes back in full, in part, or is kept, and everybody reads why."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import expect

from e2e.booted import BootedCar, Clerk
from e2e.browsers import Visitors
from e2e.mail import Letter, MailServer
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.deed import DeedPage
from e2e.pages.driver import DriverPage
from e2e.pages.hand import Hand
from e2e.pages.refund import PaymentsPage, RefundPage
from e2e.pages.settings import SettingsPage
from e2e.test_second_payer import refunded
from e2e.town import EmbeddedTown

LATE_FEE = "Late return fee per day"


@pytest_asyncio.fixture(loop_scope="session")
async def late_costs_ten_a_day(visitors: Visitors) -> AsyncIterator[None]:
    """A late fee while one boot comes back."""
    settings = SettingsPage(await visitors.admin())
    await settings.enter(LATE_FEE, "10.00")
    yield
    await settings.enter(LATE_FEE, "0.00")


async def paid_car(visitors: Visitors, clerk: Clerk, mail: MailServer) -> tuple[BootedCar, str]:
    """A boot whose driver has paid and has the code, and the checkout that paid."""
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    checkout = CardPage(driver.hand).checkout_id
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_have_text(car.boot.code)
    await expect(driver.mail).to_contain_text("The code was sent to")
    assert await mail.release_code(car.email) == car.boot.code
    return car, checkout


async def bring_back(office: Hand, car: BootedCar) -> RefundPage:
    """The office takes the boot in and opens its deposit."""
    wall = Dashboard(office)
    await wall.open()
    await wall.choose(car.boot.name, "Mark as returned")
    await DeedPage(office).mark_returned()
    refund = RefundPage(office)
    await refund.open_for(car.boot.name)
    return refund


async def by_link(visitors: Visitors, mail: MailServer, car: BootedCar) -> DriverPage:
    """The payer's own page, opened on another phone by the link in the release mail."""
    [release] = [letter for letter in mail.for_reader(car.email) if letter.is_release]
    own = DriverPage(await visitors.driver(), release.link("/b/"))
    await own.scan()
    return own


async def third_letter(mail: MailServer, car: BootedCar) -> Letter:
    """What came after receipt and code."""
    return (await mail.wait(car.email, 3))[2]


async def test_a_boot_back_in_time_brings_the_whole_deposit_back(
    visitors: Visitors, clerk: Clerk, town: EmbeddedTown, mail: MailServer
) -> None:
    car, checkout = await paid_car(visitors, clerk, mail)
    refund = await bring_back(await visitors.office(), car)
    await expect(refund.lines.nth(1)).to_contain_text(f"{car.boot.name} came back in time.")
    await expect(refund.lines.nth(2)).to_contain_text("No damage was entered.")
    await expect(refund.goes_back).to_have_text("$120.00")
    own = await by_link(visitors, mail, car)
    await expect(own.deposit).to_contain_text("Your deposit of $120.00 is being returned.")
    await refund.process("$120.00")
    await expect(refund.done).to_be_visible()

    assert (await refunded(town, checkout)).refunded_cents == 120_00
    letter = await third_letter(mail, car)
    assert letter.subject == "Your deposit: $120.00 goes back to you"
    assert "No damage was entered." in letter.text
    assert car.boot.code not in letter.text + letter.html
    await own.scan()
    await expect(own.deposit).to_contain_text("$120.00 of your deposit went back to your card.")
    await own.hand.open(letter.link("/b/"))
    await expect(own.deposit).to_contain_text("$120.00 of your deposit went back to your card.")
    assert town.checkout(checkout).refunded_cents == 120_00


async def test_a_late_and_damaged_boot_brings_a_part_back_with_the_reasons(
    visitors: Visitors,
    clerk: Clerk,
    town: EmbeddedTown,
    mail: MailServer,
    late_costs_ten_a_day: None,
) -> None:
    car, checkout = await paid_car(visitors, clerk, mail)
    # A day to bring it back, and a day and a moment over that: two days are counted.
    town.days_pass(car.plate, 2)
    late = await by_link(visitors, mail, car)
    await expect(late.notice).to_contain_text("The time to bring it back has passed.")
    refund = await bring_back(await visitors.office(), car)
    late_line = f"{car.boot.name} came back late. Days counted: 2."
    await expect(refund.lines.nth(1)).to_contain_text(late_line)
    await expect(refund.lines.nth(1)).to_contain_text("\N{MINUS SIGN}$20.00")
    await expect(refund.goes_back).to_have_text("$100.00")
    await refund.note_damage("45.00", "The lock is bent")
    await expect(refund.lines.nth(2)).to_contain_text("The lock is bent")
    await expect(refund.lines.nth(2)).to_contain_text("\N{MINUS SIGN}$45.00")
    await expect(refund.goes_back).to_have_text("$55.00")
    await refund.process("$55.00")

    assert (await refunded(town, checkout)).refunded_cents == 55_00
    # The provider's own notice of this refund must not be taken for a second one.
    payment = PaymentsPage(refund.hand)
    await payment.open_only(car.email)
    await payment.wait_for("Card service: refunded")
    await expect(payment.refunded).to_have_text("$55.00")
    await expect(payment.page.locator("header.head .pill")).to_have_text(["Settled"])
    letter = await third_letter(mail, car)
    assert letter.subject == "Your deposit: $55.00 goes back to you"
    for words in (late_line, "The lock is bent", "$45.00", "$20.00"):
        assert words in letter.text
    await late.scan()
    await expect(late.deposit).to_contain_text("$55.00 of your deposit went back to your card.")
    for words in (late_line, "The lock is bent", "\N{MINUS SIGN}$45.00", "\N{MINUS SIGN}$20.00"):
        await expect(late.deposit).to_contain_text(words)


async def test_a_deposit_that_damage_eats_up_is_kept_and_the_payer_is_told_why(
    visitors: Visitors, clerk: Clerk, town: EmbeddedTown, mail: MailServer
) -> None:
    car, checkout = await paid_car(visitors, clerk, mail)
    refund = await bring_back(await visitors.office(), car)
    await refund.note_damage("500.00", "The boot was sawn in two")
    await expect(refund.goes_back).to_have_text("$0.00")
    await refund.keep("$120.00")

    letter = await third_letter(mail, car)
    assert letter.subject == "Your deposit was kept"
    assert "The boot was sawn in two" in letter.text
    own = await by_link(visitors, mail, car)
    await expect(own.deposit).to_contain_text("Your deposit of $120.00 was kept.")
    await expect(own.deposit).to_contain_text("The boot was sawn in two")
    assert town.checkout(checkout).refunded_cents == 0


async def test_after_all_of_this_the_books_of_the_town_balance(town: EmbeddedTown) -> None:
    town.check_books()

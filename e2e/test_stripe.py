"""The same life with Stripe as the card provider: pay, read the code, get the deposit back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.booted import BootedCar, Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.dashboard import Dashboard
from e2e.pages.deed import DeedPage
from e2e.pages.driver import DriverPage
from e2e.pages.refund import PaymentsPage, RefundPage
from e2e.pages.stripe import StripePage
from e2e.stripe_town import StripeTown, stripe_town
from e2e.town import Town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stripes(
    rooms: Callable[[str], Path], mail: MailServer, database_for: Callable[[str], str]
) -> AsyncIterator[StripeTown]:
    """One town with Stripe for the whole run."""
    async with stripe_town(rooms("stripe"), mail.url, database_for("stripe")) as made:
        yield made


@pytest.fixture
def people(visitors_of: Callable[[Town], Visitors], stripes: StripeTown) -> Visitors:
    """The people of that town."""
    return visitors_of(stripes.town)


async def paid_by_stripe(people: Visitors, car: BootedCar, mail: MailServer) -> str:
    """Pay on Stripe's page and read the code on the screen and in the mail; the session's id."""
    driver = DriverPage(await people.driver(), car.boot.address)
    await driver.scan()
    await driver.fill_email(car.email)
    await driver.press_pay()
    await driver.page.wait_for_url("**/c/pay/cs_test_*")
    stripe = StripePage(driver.hand)
    await expect(stripe.heading).to_have_text("15600 cad")
    session = stripe.session_id
    await stripe.leave()
    await expect(driver.notice).to_contain_text("You have not been charged")
    await driver.press_pay()
    await driver.page.wait_for_url("**/c/pay/cs_test_*")
    assert stripe.session_id == session
    await stripe.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    return session


async def test_a_card_at_stripe_shows_the_code_and_the_deposit_goes_back_there(
    people: Visitors, stripes: StripeTown, mail: MailServer
) -> None:
    with Clerk(stripes.town) as clerk:
        car = clerk.boot_car()
    session = await paid_by_stripe(people, car, mail)
    assert stripes.store.sessions[session]["payment_status"] == "paid"

    office = await people.office()
    wall = Dashboard(office)
    await wall.open()
    await wall.choose(car.boot.name, "Mark as returned")
    await DeedPage(office).mark_returned()
    refund = RefundPage(office)
    await refund.open_for(car.boot.name)
    await refund.process("$120.00")
    letter = (await mail.wait(car.email, 3))[2]
    assert letter.subject == "Your deposit: $120.00 goes back to you"
    own = DriverPage(await people.driver(), letter.link("/b/"))
    await own.scan()
    await expect(own.deposit).to_contain_text("$120.00 of your deposit went back to your card.")
    assert stripes.refunded_cents(session) == 120_00
    await asyncio.to_thread(stripes.town.check_books)


async def test_a_chargeback_is_flagged_and_the_debt_stands_again_but_no_boot_is_put_on(
    people: Visitors, stripes: StripeTown, mail: MailServer
) -> None:
    with Clerk(stripes.town) as clerk:
        car = clerk.boot_car()
    session = await paid_by_stripe(people, car, mail)
    wall = Dashboard(await people.admin())
    await wall.open()
    await expect(wall.status(car.boot.name)).to_have_text("Released")

    stripes.charge_back(session)
    payments = PaymentsPage(await people.office())
    flagged = (await payments.rows(car.email)).locator(".pill", has_text="Disputed")
    await expect(flagged).to_be_visible()
    await payments.open_only(car.email)
    await expect(payments.history).to_contain_text("Dispute open")
    await expect(payments.main).to_contain_text("Disputed")
    await payments.hand.tap(payments.main.get_by_role("link", name="TT-"))
    ticket = payments.page.locator("header.head")
    await expect(ticket).to_contain_text("Unpaid")
    await expect(ticket).to_contain_text("Disputed")
    await expect(payments.main).to_contain_text("It is owed again; no boot was put on for that.")
    await wall.open()
    await expect(wall.status(car.boot.name)).to_have_text("Released")

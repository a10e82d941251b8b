"""Two people pay for one car: one payment is kept, the other one goes back."""

import asyncio
import time

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.refund import PaymentsPage
from e2e.town import Checkout, Town

REFUND_SECONDS = 20.0


async def refunded(town: Town, checkout_id: str) -> Checkout:
    """The provider's word on a checkout once money went back; fails when none does."""
    deadline = time.monotonic() + REFUND_SECONDS
    while not (found := town.checkout(checkout_id)).refunded_cents:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.2)
    return found


async def test_the_second_payer_of_a_car_is_refunded_in_full(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    first = DriverPage(await visitors.driver(), car.boot.address)
    second = DriverPage(await visitors.driver(), car.boot.address)
    await first.pay(car.email)
    await second.pay(f"second-{car.email}")
    kept, extra = CardPage(first.hand).checkout_id, CardPage(second.hand).checkout_id
    assert kept != extra

    await CardPage(second.hand).pay_with("Slow card")
    await expect(second.heading).to_have_text("We are waiting for the bank")
    await CardPage(first.hand).approve()
    await expect(first.code).to_have_text(car.boot.code)

    gone_back = await refunded(town, extra)
    assert gone_back.captured_cents == gone_back.refunded_cents == 156_00
    await second.scan()
    await expect(second.notice).to_contain_text("Somebody else had paid already")
    await expect(second.notice).to_contain_text("Your payment of $156.00 goes back to your card")
    assert car.boot.code not in await second.page.content()
    await first.scan()
    await expect(first.code).to_have_text(car.boot.code)
    await expect(first.page.locator("#case")).not_to_contain_text("goes back to your card")
    assert await mail.release_code(car.email) == car.boot.code
    assert not [letter for letter in mail.for_reader(f"second-{car.email}") if letter.is_release]
    [letter] = await mail.wait(f"second-{car.email}", 1)
    assert letter.subject == "$156.00 of your payment goes back to you"
    assert "There was nothing left to pay when your money arrived." in letter.text
    assert "It goes back to the card you paid with." in letter.text
    assert town.checkout(kept).refunded_cents == 0
    office = PaymentsPage(await visitors.office())
    await office.open_only(f"second-{car.email}")
    await expect(office.history).to_contain_text("Refund done")
    await expect(office.main).to_contain_text("Not kept: the ticket is not paid by this")


async def test_a_card_page_left_open_is_closed_once_somebody_else_has_paid(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    first = DriverPage(await visitors.driver(), car.boot.address)
    second = DriverPage(await visitors.driver(), car.boot.address)
    await second.pay(f"second-{car.email}")
    await first.pay(car.email)
    await CardPage(first.hand).approve()
    await expect(first.code).to_have_text(car.boot.code)
    left = CardPage(second.hand)
    checkout = left.checkout_id
    await expect_status(town, checkout, "expired")
    await left.approve()
    await expect(left.heading).to_have_text("This payment page has expired")
    assert town.checkout(checkout).captured_cents == 0
    assert await mail.release_code(car.email) == car.boot.code


async def expect_status(town: Town, checkout_id: str, status: str) -> None:
    """Wait until the provider calls a checkout `status`; fails when it never does."""
    deadline = time.monotonic() + REFUND_SECONDS
    while (found := town.checkout(checkout_id)).status != status:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.1)

"""Somebody who cannot scan the label pays by number and PIN."""

from collections.abc import Callable

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.guest import GuestPage
from e2e.town import Town

# The demonstration's ticket with a PIN of two characters; its car wears a boot.
NUMBER, PIN, PLATE = "TT-10133", "3K", "BKPR 043"


async def test_a_guest_with_a_short_pin_gives_the_plate_pays_and_reads_the_code(
    own_town: Town, visitors_of: Callable[[Town], Visitors], mail: MailServer
) -> None:
    guest = GuestPage(await visitors_of(own_town).driver(scripts=False))
    await guest.start()
    await guest.hand.type(guest.number, NUMBER)
    await guest.hand.type(guest.pin, PIN)
    await guest.search()
    await expect(guest.summary).to_contain_text("Enter the plate of the car as well.")
    await guest.hand.type(guest.plate, PLATE)
    await guest.search()
    await expect(guest.heading).to_have_text(f"Ticket {NUMBER}")
    await expect(guest.total).to_have_text("$156.00")
    await expect(guest.page.locator("main")).to_contain_text("Boot Applied")
    await guest.pay("guest@example.com")
    card = CardPage(guest.hand)
    checkout = card.checkout_id
    await card.approve()
    shown = DriverPage(guest.hand, guest.page.url)
    await expect(shown.code).to_be_visible()
    assert await mail.release_code("guest@example.com") == await shown.code.inner_text()
    assert own_town.checkout(checkout).captured_cents == 156_00


async def test_total_and_button_follow_the_ticks_and_the_card_page_says_the_same(
    visitors: Visitors, clerk: Clerk, town: Town
) -> None:
    first = clerk.write("TCK 500", "Expired meter")
    clerk.write("TCK 500", "No parking zone")
    guest = GuestPage(await visitors.driver())
    await guest.start()
    await guest.hand.type(guest.number, f"{first.number}-{first.pin}")
    await guest.search()
    await expect(guest.total).to_have_text("$36.00")
    await guest.hand.tap(guest.choices.last)
    await expect(guest.total).to_have_text("$96.00")
    await expect(guest.pay_button).to_have_text("Pay $96.00 by card")
    await guest.pay("ticks@example.com")
    assert town.checkout(CardPage(guest.hand).checkout_id).amount_cents == 96_00


async def test_what_is_ticked_at_the_boot_outlives_the_page_s_news(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    clerk.write(car.plate, "No parking zone")
    driver = DriverPage(await visitors.driver(), car.boot.address)
    # Only whoever has a checkout open is told news while there is something to pay.
    await driver.pay(car.email)
    await CardPage(driver.hand).cancel()
    await expect(driver.notice).to_be_visible()
    await driver.hand.tap(driver.others.locator("summary"))
    await driver.hand.tap(driver.others.get_by_role("checkbox"))
    await expect(driver.pay_button).to_have_text("Pay $216.00 by card")
    for _ in range(2):
        async with driver.page.expect_response("**/status*"):
            pass
    await expect(driver.others.get_by_role("checkbox")).to_be_checked()
    await expect(driver.total).to_have_text("$216.00")
    await expect(driver.pay_button).to_have_text("Pay $216.00 by card")

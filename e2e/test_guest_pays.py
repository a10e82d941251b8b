"""Somebody who cannot scan the label pays by number and PIN."""

from collections.abc import Callable

from playwright.async_api import expect

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

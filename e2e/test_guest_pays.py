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


async def test_a_guest_with_number_and_pin_pays_and_reads_the_code(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    boot = clerk.add_boot()
    ticket = clerk.write_ticket(
        f"GST {boot.code[1:]}", "Expired meter", "Boot Applied", boot_id=boot.boot_id
    )
    guest = GuestPage(await visitors.driver())
    await guest.start()
    await expect(guest.plate).to_have_count(0)
    await guest.look_up(ticket.number, ticket.pin)
    await expect(guest.heading).to_have_text(f"Ticket {ticket.number}")
    await expect(guest.total).to_have_text("$156.00")
    await expect(guest.page.locator("#case")).to_contain_text(f"{boot.name} is on this car.")
    await guest.pay("numbered@example.com")
    card = CardPage(guest.hand)
    checkout = card.checkout_id
    await card.approve()
    shown = DriverPage(guest.hand, guest.page.url)
    await expect(shown.code).to_have_text(boot.code)
    assert await mail.release_code("numbered@example.com") == boot.code
    assert town.checkout(checkout).captured_cents == 156_00


async def test_a_guest_without_a_boot_pays_and_gets_a_receipt_alone(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    ticket = clerk.write_ticket("GST 700", "No parking zone")
    guest = GuestPage(await visitors.driver())
    await guest.start()
    # All of it in one field, as it is printed.
    await guest.look_up(f"{ticket.number}-{ticket.pin}", "")
    await expect(guest.total).to_have_text("$60.00")
    await guest.pay("no-boot@example.com")
    await CardPage(guest.hand).approve()
    await expect(guest.heading).to_have_text("Paid. Thank you.")
    [receipt] = await mail.wait("no-boot@example.com", 1)
    assert receipt.is_receipt
    assert "$60.00" in receipt.text


async def test_a_wrong_pin_and_an_unknown_number_are_refused_in_the_same_words(
    visitors: Visitors, clerk: Clerk
) -> None:
    ticket = clerk.write_ticket("GST 800", "No parking zone")
    wrong = "".join(reversed(ticket.pin)) if ticket.pin != ticket.pin[::-1] else "ZZZZ"
    guest = GuestPage(await visitors.driver())
    refusals = []
    for number, pin in ((ticket.number, wrong), ("TT-99999", wrong)):
        await guest.start()
        async with guest.page.expect_response(
            lambda response: response.request.method == "POST"
        ) as answer:
            await guest.look_up(number, pin)
        assert (await answer.value).status == 422
        await expect(guest.summary).to_be_focused()
        await expect(guest.number).to_have_value(number)
        refusals.append(await guest.page.locator("main").inner_text())
    assert refusals[0] == refusals[1]
    assert "GST" not in refusals[0]


async def test_a_guest_with_a_short_pin_gives_the_plate_pays_and_reads_the_code(
    own_town: Town, visitors_of: Callable[[Town], Visitors], mail: MailServer
) -> None:
    guest = GuestPage(await visitors_of(own_town).driver(scripts=False))
    await guest.start()
    await guest.look_up(NUMBER, PIN)
    await expect(guest.summary).to_contain_text("Enter the plate of the car as well.")
    await guest.hand.type(guest.plate, "WRNG 404")
    await guest.search()
    await expect(guest.heading).to_have_text("Pay your Ticket")
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
    first = clerk.write_ticket("TCK 500", "Expired meter")
    clerk.write_ticket("TCK 500", "No parking zone")
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
    clerk.write_ticket(car.plate, "No parking zone")
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

"""Somebody with the paper of a ticket in the hand: Pay your Ticket and what it leads to."""

from playwright.async_api import expect

from e2e.pages.card import CardPage
from e2e.pages.guest import GuestPage
from e2e.sights.stage import Sights, Stage

# More than the same ticket may be missed in a quarter of an hour.
MISSES = 6


async def looking(stage: Stage) -> Sights:
    """The search: empty, incomplete, not found, short of the plate, and too often wrong."""
    guest = GuestPage(await stage.phone())
    await guest.start()
    yield "search", guest.page
    await guest.search()
    await expect(guest.summary).to_be_visible()
    yield "search without a number", guest.page
    await guest.number.fill("TT-99998")
    await guest.pin.fill("0000")
    await guest.search()
    await expect(guest.summary).to_contain_text("We found no ticket like this")
    yield "search that found nothing", guest.page
    await guest.hand.open("/pay")
    await guest.number.fill("TT-99997")
    await guest.pin.fill("3K")
    await guest.search()
    await expect(guest.summary).to_contain_text("Enter the plate")
    yield "search that asks for the plate", guest.page
    for _ in range(MISSES):
        await guest.hand.open("/pay")
        await guest.number.fill("TT-99999-0000")
        async with guest.page.expect_navigation():
            await guest.search()
    await expect(guest.heading).to_contain_text("Too many")
    yield "search used too often", guest.page


async def several(stage: Stage) -> Sights:
    """A car with several tickets and no boot: choose, mistype, leave, wait, be done."""
    clerk, plate = stage.clerk, "GST 101"
    first = clerk.write_ticket(plate, "Expired meter")
    clerk.write_ticket(plate, "No parking zone")
    held = clerk.write_ticket(plate, "Blocking a driveway")
    clerk.submit(f"/violations/{held.ticket_id}/review", reason="The owner wrote to us")
    guest = GuestPage(await stage.proof(first))
    yield "ticket with others to choose", guest.page
    await guest.hand.tap(guest.pay_button)
    await expect(guest.summary).to_be_visible()
    yield "ticket without an email", guest.page
    await guest.hand.type(guest.email, "gina@gmial.com")
    await guest.hand.tap(guest.pay_button)
    await expect(guest.page.locator("#typo")).to_be_visible()
    yield "ticket with a mistyped email", guest.page
    address = guest.page.url.removesuffix("/pay")
    await guest.hand.open(address)
    await guest.choices.first.check()
    await guest.page.locator("[name=seen]").first.evaluate("(one) => { one.value = '100' }")
    await guest.hand.type(guest.email, "gina@example.com")
    await guest.hand.tap(guest.pay_button)
    await expect(guest.summary).to_contain_text("The amount has changed")
    yield "ticket whose amount has changed", guest.page
    await guest.pay("gina@example.com")
    await CardPage(guest.hand).cancel()
    await expect(guest.page.locator(".notice")).to_contain_text("You have not been charged")
    yield "ticket left unpaid", guest.page
    await guest.pay("gina@example.com")
    await CardPage(guest.hand).pay_with("Slow card")
    await expect(guest.heading).to_have_text("We are waiting for the bank")
    yield "ticket waiting for the bank", guest.page
    await expect(guest.heading).to_have_text("Paid. Thank you.")
    yield "ticket paid", guest.page
    other = await stage.proof(first)
    await expect(other.page.locator("#case")).to_contain_text("This ticket is paid already")
    yield "ticket paid by another", other.page
    owing = await stage.proof(held)
    yield "ticket under review", owing.page


async def void(stage: Stage) -> Sights:
    """A ticket that was taken back."""
    ticket = stage.clerk.write_ticket("GST 202", "No parking zone")
    stage.clerk.submit(f"/violations/{ticket.ticket_id}/void", reason="Wrong street")
    hand = await stage.proof(ticket)
    await expect(hand.page.locator("#case")).to_contain_text("This ticket is void")
    yield "ticket that is void", hand.page

"""Pictures of the counter: a ticket in the hand, a car that pays, a deposit that goes back."""

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import Device, Visitors
from e2e.pages.guest import GuestPage
from scripts.pictures.keep import keep

WIDE = Device(1024, 800)


async def money(visitors: Visitors, clerk: Clerk) -> None:
    """A ticket found by its number, a car at the counter, and a deposit less a damage."""
    first = clerk.write_ticket("GRTN 614", "Expired meter")
    clerk.write_ticket("GRTN 614", "No parking zone")
    guest = GuestPage(await visitors.driver())
    await guest.start()
    await guest.number.fill(f"{first.number}-{first.pin}")
    await guest.search()
    await guest.heading.get_by_text(first.number).wait_for()
    await guest.choices.last.check()
    await keep(guest.page, "ticket")

    car = clerk.boot_car("HLNS 730")
    clerk.write_ticket(car.plate, "No parking zone")
    desk = await visitors.staff(Role.office, WIDE)
    await desk.open(f"/counter?q={car.plate}")
    await keep(desk.page, "counter")
    clerk.submit(f"/counter?q={car.plate}", way="cash", email=car.email)
    clerk.submit(f"/boots/{car.boot.boot_id}/do/mark_returned", condition="good")
    await desk.open("/refunds")
    await desk.tap(desk.page.get_by_role("link", name="Process refund").last)
    await desk.page.get_by_role("textbox", name="Damage (").fill("45.00")
    await desk.page.get_by_label("What is damaged").fill("The lock is bent")
    await desk.tap(desk.page.get_by_role("button", name="Show the new amount"))
    await desk.page.get_by_role("button", name="Process refund of").wait_for()
    await keep(desk.page, "refund")
    receipt = await visitors.driver()
    await desk.open(f"/payments?q={car.plate}")
    await desk.tap(desk.page.locator("tbody th a").first)
    link = desk.page.get_by_role("link", name="Receipt")
    await receipt.open(str(await link.get_attribute("href")))
    await keep(receipt.page, "receipt")

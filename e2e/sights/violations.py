"""The violations: listed, written, shown, printed, voided."""

from playwright.async_api import expect

from e2e.pages.entry import EntryPage
from e2e.sights.stage import Sights, Stage, refused


async def violations(stage: Stage) -> Sights:
    """The list, the entry in its states, one ticket."""
    car = stage.clerk.boot_car()
    fine = stage.clerk.write_ticket("VIO 1", "Expired meter")
    entry = EntryPage(await stage.visitors.officer())
    hand, page = entry.hand, entry.page
    for name, address in (
        ("violations", "/violations"),
        ("violations of nobody", "/violations?q=nothing-is-called-this"),
        ("violation of a booted car", car.ticket.path),
        ("ticket to print", f"{car.ticket.path}/ticket"),
    ):
        await hand.open(address)
        yield name, page
    await entry.open()
    yield "new violation", page
    await refused(hand)
    yield "new violation, nothing entered", page
    await entry.open()
    await entry.fill(car.plate, "2 Mill Lane", "Boot Applied")
    await expect(page.get_by_label("Yes, put a second boot on it")).to_be_visible()
    await entry.boots.wait_for()
    yield "new violation of a booted car, boots offered", page
    await page.context.clear_cookies(name="bk-staff")
    await entry.press("Save violation")
    await expect(entry.summary).to_contain_text("You are signed out")
    yield "new violation sent while signed out", page
    office = await stage.visitors.admin()
    await office.open(fine.path)
    yield "violation at the office", office.page
    await office.open(f"{fine.path}/void")
    yield "void asked", office.page
    await refused(office)
    yield "void without a reason", office.page
    stage.clerk.submit(f"{fine.path}/void", reason="Written by mistake")
    await office.open(fine.path)
    yield "violation that is void", office.page

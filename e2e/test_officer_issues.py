"""Journey a: a boot is added, issued on the tablet, and fought over."""

import asyncio

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import TABLET, Visitors
from e2e.pages.boots import BootForm, BootPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.entry import EntryPage, TicketPage
from e2e.pages.hand import Hand
from e2e.pages.sign_in import SignInPage
from e2e.town import NAMES, PASSWORDS


async def test_an_added_boot_is_offered_issued_and_no_longer_offered(visitors: Visitors) -> None:
    admin = await visitors.driver(TABLET)
    await SignInPage(admin).sign_in(*PASSWORDS[Role.admin])
    await BootForm(admin).add("Kerb Boot 21", "21-87")
    boot = BootPage(admin)
    await expect(boot.heading).to_have_text("Kerb Boot 21")
    await expect(boot.status).to_have_text("Available")
    await expect(boot.qr).to_be_visible()
    assert "21-87" not in await admin.page.content()

    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()
    await entry.fill("KRB 211", "1 Mill Lane", "Expired meter", "Boot Applied", boot="Kerb Boot 21")
    await expect(entry.total).to_have_text("$165.00")
    await entry.save()
    ticket = TicketPage(officer)
    await expect(ticket.heading).to_contain_text("TT-")
    await expect(ticket.boot).to_contain_text("Kerb Boot 21")
    await expect(ticket.status).to_have_text("Unpaid")

    await entry.open()
    await officer.tap(entry.offence("Boot Applied"))
    await entry.boots.wait_for()
    assert "Kerb Boot 21" not in await entry.offered_boots()
    wall = Dashboard(officer)
    await wall.open()
    await expect(wall.status("Kerb Boot 21")).to_have_text("Issued")
    await expect(wall.row("Kerb Boot 21")).to_contain_text("KRB211")


async def test_a_booted_violation_takes_at_most_nine_interactions(
    visitors: Visitors, clerk: Clerk
) -> None:
    boot = clerk.add_boot()
    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()
    officer.start_counting()
    await entry.fill("NIN 900", "9 Mill Lane", "Expired meter", "Boot Applied", boot=boot.name)
    await entry.save()
    assert officer.taps <= 9


async def test_two_officers_race_for_one_boot_and_the_loser_keeps_the_entry(
    visitors: Visitors,
    clerk: Clerk,
) -> None:
    boot = clerk.add_boot()
    officer = await visitors.officer()
    other = await visitors.staff(Role.office, TABLET)
    plates = {"RAC 101": officer, "RAC 202": other}
    for plate, hand in plates.items():
        entry = EntryPage(hand)
        await entry.open()
        await entry.fill(plate, f"Race {plate}", "Expired meter", "Boot Applied", boot=boot.name)
        await hand.type(entry.remarks, f"Remark of {plate}")
    before = {hand: hand.page.url for hand in plates.values()}
    await asyncio.gather(*(EntryPage(hand).press("Save violation") for hand in plates.values()))
    await asyncio.gather(
        *(
            expect(hand.page.locator("#errors, #flash .notice")).to_have_count(1)
            for hand in plates.values()
        )
    )

    won = {plate: hand.page.url != before[hand] for plate, hand in plates.items()}
    assert sorted(won.values()) == [False, True]
    [winner] = [plate for plate in plates if won[plate]]
    [loser] = [plate for plate in plates if not won[plate]]
    await expect(TicketPage(plates[winner]).boot).to_contain_text(boot.name)

    kept = EntryPage(plates[loser])
    name = NAMES[Role.officer if plates[winner] is officer else Role.office]
    await expect(kept.summary).to_contain_text(f"{boot.name} has just been issued by {name}")
    await expect(kept.summary).to_be_focused()
    await expect(kept.plate).to_have_value(loser)
    await expect(kept.place).to_have_value(f"Race {loser}")
    await expect(kept.remarks).to_have_value(f"Remark of {loser}")
    await expect(kept.offence("Expired meter").locator("input")).to_be_checked()
    assert boot.name not in await kept.offered_boots()

    [another, *_] = await kept.offered_boots()
    await kept.find_boot(another)
    await kept.save()
    await expect(TicketPage(plates[loser]).boot).to_contain_text(another)


async def test_an_entry_outlives_the_session(visitors: Visitors) -> None:
    officer = await visitors.officer()
    entry = EntryPage(officer)
    await entry.open()
    await entry.fill("OUT 101", "3 Mill Lane", "Expired meter")
    await officer.type(entry.remarks, "Two lines\nof remarks")
    await officer.page.context.clear_cookies(name="bk-staff")
    await officer.type(entry.plate, "OUT 102")
    await expect(officer.page.locator("#car-failed")).to_be_visible()
    assert officer.page.url.endswith("/violations/new")

    await entry.press("Save violation")
    await expect(entry.summary).to_contain_text("You are signed out")
    async with officer.page.expect_popup() as opened:
        await officer.tap(officer.page.get_by_role("link", name="Sign in in a new tab"))
    door = SignInPage(Hand(await opened.value))
    await door.sign_in(*PASSWORDS[Role.officer])
    await officer.page.bring_to_front()
    await entry.press("Send again")
    ticket = TicketPage(officer)
    await expect(ticket.heading).to_contain_text("TT-")
    await expect(officer.page.locator("#main")).to_contain_text("OUT102")
    await expect(officer.page.locator("#main")).to_contain_text("of remarks")

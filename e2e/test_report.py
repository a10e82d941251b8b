"""The Booting Activity Report in a browser: with scripts, without them, on paper."""

import csv
import re
from pathlib import Path

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, Visitors

# A boot and its ticket to be tapped, how it stands, its days.
SHORT_ROW = 112


async def test_the_office_filters_sorts_and_downloads_what_it_sees(
    visitors: Visitors, clerk: Clerk, tmp_path: Path
) -> None:
    cars = [clerk.boot_car("RPT 101"), clerk.boot_car("RPT 102")]
    hand = await visitors.office()
    page = hand.page
    await hand.open("/dashboard")
    await hand.tap(page.get_by_role("link", name="Booting Activity Report"))
    await page.get_by_label("Boot, plate or ticket").fill("rpt-1")
    await hand.tap(page.get_by_role("button", name="Show the report"))
    await expect(page.locator(".report tbody tr")).to_have_count(2)
    await expect(page.locator("#totals")).to_contain_text(re.compile(r"Assignments\s*2"))
    await hand.tap(page.get_by_role("link", name="Boot", exact=True))
    await expect(page.locator(".report tbody th")).to_have_text([car.boot.name for car in cars])
    await expect(page.get_by_label("Boot, plate or ticket")).to_have_value("rpt-1")
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Download as CSV").click()
    file = tmp_path / "report.csv"
    await (await waiting.value).save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        plates = {line["Plate"] for line in csv.DictReader(lines)}
    assert plates == {"RPT101", "RPT102"}


async def test_a_row_of_the_report_is_short_on_a_phone(visitors: Visitors, clerk: Clerk) -> None:
    car = clerk.boot_car("RPH 401")
    clerk.submit(f"/counter?q={car.plate}", way="cash", email=car.email)
    clerk.submit(f"/boots/{car.boot.boot_id}/do/mark_returned", condition="good")
    hand = await visitors.staff(Role.office, PHONE)
    await hand.open("/report?q=RPH401")
    row = hand.page.locator(".report tbody tr")
    box = await row.bounding_box()
    assert box
    assert box["height"] <= SHORT_ROW
    for words in (car.boot.name, "RPH401", "Returned", "7 Harbour Road"):
        await expect(row.get_by_text(words, exact=True)).to_be_visible()
    await expect(row.locator("time")).to_have_count(3)


async def test_without_scripts_the_totals_come_by_a_link(visitors: Visitors, clerk: Clerk) -> None:
    car = clerk.boot_car("RNS 201")
    hand = await visitors.staff(Role.office, DESK, scripts=False)
    page = hand.page
    await hand.open("/report?status=issued&q=RNS201")
    await expect(page.locator(".report tbody th")).to_have_text([car.boot.name])
    await hand.tap(page.get_by_role("link", name="Show totals"))
    await expect(page.locator("#totals")).to_contain_text(re.compile(r"Boots\s*1"))
    await expect(page.locator(".report tbody th")).to_have_text([car.boot.name])


async def test_charts_come_when_they_are_reached_and_without_scripts_by_a_link(
    visitors: Visitors, clerk: Clerk
) -> None:
    clerk.boot_car("RCH 301")
    for scripts in (True, False):
        hand = await visitors.staff(Role.office, DESK, scripts=scripts)
        page = hand.page
        await hand.open("/report?q=RCH301")
        if scripts:
            await page.keyboard.press("End")
        else:
            await hand.tap(page.get_by_role("link", name="Show charts"))
        await expect(page.get_by_role("img", name="Boots out over time")).to_be_visible()
        await expect(page.get_by_text("Nothing was paid for the boots")).to_be_visible()
        numbers = page.locator("#chart-out")
        await hand.tap(numbers.get_by_text("Numbers"))
        await expect(numbers.locator("tbody td")).to_have_text(["1"])


async def test_paper_shows_the_rows_and_what_was_asked_but_no_form(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    hand = await visitors.office()
    await hand.open(f"/report?from=2020-01-01&q={car.ticket.number}")
    await expect(hand.page.locator("#totals dl")).to_be_visible()
    await hand.page.keyboard.press("End")
    await expect(hand.page.get_by_text("Nothing was paid for the boots")).to_be_visible()
    await hand.page.emulate_media(media="print")
    await expect(hand.page.get_by_text("Date Created from 1 Jan 2020")).to_be_visible()
    await expect(hand.page.locator(".report tbody tr")).to_have_count(1)
    for hidden in (
        hand.page.locator(".filters"),
        hand.page.locator(".find"),
        hand.page.get_by_role("link", name="Download as CSV"),
        hand.page.get_by_text("Numbers").first,
    ):
        await expect(hidden).to_be_hidden()
    paper = await hand.page.pdf(prefer_css_page_size=True)
    # Heading, rows and totals together, the charts on a sheet of their own: a page turned before
    # the table would make more.
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2

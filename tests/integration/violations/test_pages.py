"""The list, one ticket's page, its printed face, and taking it back by the page."""

import re
from datetime import UTC, datetime, timedelta

import zxingcpp
from PIL import Image, ImageDraw

from app.rules.people.access import Role
from app.tables.street.violation import Violation
from tests.factories import a_boot, a_violation, sign_in, switch, token_of
from tests.integration.conftest import Browser
from tests.integration.violations.arrange import status_of


def listed(html: str) -> list[str]:
    """The ticket numbers of the list, in order."""
    return [part.split("<")[0] for part in html.split('class="mono" href="/violations/')[1:]]


async def numbers(browser: Browser, query: str = "") -> list[str]:
    """The numbers a query of the list finds."""
    answer = await browser.get(f"/violations{query}")
    assert answer.status_code == 200
    return [one.partition(">")[2] for one in listed(answer.text)]


async def test_the_list_finds_by_plate_number_and_number_with_pin(client: Browser) -> None:
    first = await a_violation(plate="ABC 123")
    second = await a_violation(plate="XYZ 999")
    await sign_in(client, Role.officer)
    assert await numbers(client) == [second.number, first.number]
    assert await numbers(client, "?q=abc-1") == [first.number]
    assert await numbers(client, f"?q={first.number.lower()}") == [first.number]
    assert await numbers(client, f"?q={first.number.replace('-', '')}") == [first.number]
    assert await numbers(client, "?q=1OOO2") == [second.number]
    assert await numbers(client, f"?q={second.number}-{second.pin}".lower()) == [second.number]
    assert await numbers(client, f"?q={second.number}-0000") == []
    assert await numbers(client, "?q=%25") == []


async def test_the_list_filters_by_status_and_pages_by_place(client: Browser) -> None:
    old = await a_violation(issued_at=datetime.now(UTC) - timedelta(days=30), late_cents=15_00)
    paid = await a_violation()
    await Violation.update({Violation.status: "paid"}).where(Violation.id == paid.violation_id)
    await sign_in(client, Role.officer)
    assert await numbers(client, "?status=overdue") == [old.number]
    assert await numbers(client, "?status=paid") == [paid.number]
    assert await numbers(client, "?status=nonsense") == [paid.number, old.number]
    assert await numbers(client, f"?before={paid.violation_id}") == [old.number]
    page = await client.get("/violations?status=overdue")
    assert "$60.00" in page.text
    await Violation.update(
        {
            Violation.under_review: True,
            Violation.under_review_since_on: (datetime.now(UTC) - timedelta(days=25)).date(),
        }
    ).where(Violation.id == old.violation_id)
    assert await numbers(client, "?status=overdue") == []


async def test_a_full_page_leads_to_the_older_ones(client: Browser) -> None:
    written = [await a_violation(plate=f"CAR {n}") for n in range(52)]
    await sign_in(client, Role.officer)
    page = await client.get("/violations")
    assert f"before={written[2].violation_id}" in page.text
    assert await numbers(client, f"?before={written[2].violation_id}") == [
        written[1].number,
        written[0].number,
    ]


async def test_the_ticket_page_shows_what_is_owed_and_what_can_be_done(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot("Red Boot 01")
    officer = await sign_in(client, Role.officer)
    written = await a_violation(officer=officer, boot_id=boot_id)
    page = await client.get(f"/violations/{written.violation_id}")
    assert f"{written.number}-{written.pin}" in page.text
    assert "$165.00" in page.text
    assert f"/boots/{boot_id}/do/cancel_never_applied" in page.text
    assert "/void" not in page.text
    assert "Written" in page.text
    assert (await client.get("/violations/999999")).status_code == 404


async def test_never_applied_is_asked_and_done_by_the_page(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot("Red Boot 01")
    officer = await sign_in(client, Role.officer)
    written = await a_violation(officer=officer, boot_id=boot_id)
    address = f"/boots/{boot_id}/do/cancel_never_applied"
    assert (await client.get(address)).status_code == 200
    answer = await client.post_form(address, {"assignment": str(written.assignment_id)})
    assert answer.status_code == 303
    assert await status_of(boot_id) == "available"


async def test_void_is_asked_with_a_reason_and_only_of_the_office(client: Browser) -> None:
    written = await a_violation()
    address = f"/violations/{written.violation_id}/void"
    await sign_in(client, Role.officer)
    assert (await client.get(address)).status_code == 403
    assert (await client.post_form(address, {"reason": "x"})).status_code == 403
    await sign_in(client, Role.office)
    assert (await client.get(address)).status_code == 200
    refused = await client.post_form(address, {"reason": ""})
    assert refused.status_code == 422
    assert 'href="#f-reason"' in refused.text
    done = await client.post_form(address, {"reason": "Meter was broken"})
    assert done.status_code == 303
    page = await client.get(done.headers["location"])
    assert "The ticket is void." in page.text
    assert "Meter was broken" in page.text
    owed = page.text.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert "$0.00" in owed
    again = await client.post_form(address, {"reason": "Meter was broken"})
    assert again.status_code == 409
    assert "This ticket is void now" in again.text


async def test_the_printed_ticket_says_how_to_pay_and_its_qr_opens_the_boots_page(
    client: Browser,
) -> None:
    town = "https://marlow.example"
    await switch(universal_boot_enabled="true")
    await switch(terms_url=f'"{town}/terms"', privacy_url=f'"{town}/"')
    boot_id = await a_boot("Red Boot 01")
    written = await a_violation(boot_id=boot_id)
    await sign_in(client, Role.officer)
    page = (await client.get(f"/violations/{written.violation_id}/ticket")).text
    assert f"{written.number}-{written.pin}" in page
    assert "Deposit: comes back when you return the boot" in page
    assert "How to contest" in page
    address = f"http://localhost:8000/b/{await token_of(boot_id)}"
    assert address in page
    assert read_qr(page) == address
    assert f"Terms: {town}/terms<br>Privacy: {town}/" in page
    await switch(print_pin="false")
    page = (await client.get(f"/violations/{written.violation_id}/ticket")).text
    assert written.number in page
    assert f"{written.number}-{written.pin}" not in page


async def test_a_void_ticket_prints_that_nothing_is_to_be_paid(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    written = await a_violation(boot_id=await a_boot("Red Boot 01"))
    await sign_in(client, Role.office)
    paper = f"/violations/{written.violation_id}/ticket"
    assert "Scan to pay" in (await client.get(paper)).text
    await Violation.update(status="void").where(Violation.id == written.violation_id)
    page = (await client.get(paper)).text
    assert "The ticket is void." in page
    assert "$0.00" in page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert "How to contest" in page
    for asked in ("Scan to pay", "How to pay", 'class="qr"', "Overdue after"):
        assert asked not in page, asked


async def test_what_is_wrong_is_listed_in_the_order_of_the_page(client: Browser) -> None:
    await sign_in(client, Role.officer)
    refused = await client.post_form("/violations/new", {"step": "save", "owner_email": "x"})
    assert refused.status_code == 422
    listed = refused.text.partition('id="errors"')[2].partition("</div>")[0]
    fields = re.findall(r'href="#f-(\w+)"', listed)
    assert fields[:4] == ["plate", "offence", "street", "occurred_at"]
    assert fields[-1] == "owner_email"


async def test_a_ticket_without_a_boot_prints_without_a_qr(client: Browser) -> None:
    written = await a_violation()
    await sign_in(client, Role.officer)
    page = (await client.get(f"/violations/{written.violation_id}/ticket")).text
    assert 'class="qr"' not in page
    assert "$45.00" in page
    assert "http://localhost:8000/pay<" in page
    await switch(print_pin="false")
    page = (await client.get(f"/violations/{written.violation_id}/ticket")).text
    assert "http://localhost:8000/pay<" not in page
    assert "come to our office with the ticket number above" in page


def read_qr(html: str) -> str:
    """What a phone reads in the page's QR, drawn from its run-length path."""
    svg = html.split('<svg class="qr"')[1].split("</svg>")[0]
    side = int(svg.split('viewBox="')[1].split('"')[0].split()[2])
    scale = 8
    image = Image.new("L", (side * scale, side * scale), 255)
    draw = ImageDraw.Draw(image)
    path = svg.split(' d="')[2].split('"')[0]
    for move in path.split("M")[1:]:
        place, _, run = move.partition("h")
        left, top = (float(part) for part in place.replace(",", " ").split())
        width = float(run.split("v")[0])
        draw.rectangle(
            (
                left * scale,
                round(top) * scale,
                (left + width) * scale - 1,
                (round(top) + 1) * scale - 1,
            ),
            fill=0,
        )
    found = zxingcpp.read_barcodes(image)
    return str(found[0].text) if found else ""


async def test_the_list_finds_the_ticket_of_a_boot_by_a_part_of_its_name(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    await a_violation(plate="WANTED 1", boot_id=await a_boot("Red Boot 100%"))
    await a_violation(plate="OTHER 1", boot_id=await a_boot("Blue Boot 1000"))
    await sign_in(client, Role.officer)
    page = (await client.get("/violations", params={"q": "boot 100%"})).text
    assert "WANTED1" in page
    assert "OTHER1" not in page

"""What the board shows, in which order, and what it finds."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.reads.dashboard.asked import Asked
from app.reads.dashboard.board import Board, board
from app.reads.dashboard.cases import BoardRow
from app.rules.errors import Invalid
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.street.violation_item import ViolationItem
from tests.factories import a_boot, a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.dashboard import arrange


async def shown(search: str = "", status: str = "") -> Board:
    return await board(Asked(search, status), datetime.now(UTC))


def rows(found: Board) -> dict[str, BoardRow]:
    return {row.boot_name: row for group in found.groups for row in group.rows}


def names(found: Board) -> dict[str, list[str]]:
    groups = {group.name: [row.boot_name for row in group.rows] for group in found.groups}
    shelves = {shelf.status: [boot.name for boot in shelf.boots] for shelf in found.shelves}
    return {name: inside for name, inside in (groups | shelves).items() if inside}


async def test_boots_that_need_somebody_come_before_those_that_merely_exist() -> None:
    await a_boot("Store 1")
    await arrange.issued("Street 1")
    await arrange.released("Way back 1")
    await arrange.returned("Back 1")
    await arrange.released("Late 1", timedelta(hours=-1))
    assert names(await shown()) == {
        "attention": ["Late 1"],
        "issued": ["Street 1"],
        "released": ["Way back 1"],
        "returned": ["Back 1"],
        "available": ["Store 1"],
    }


async def test_a_boot_needs_somebody_when_late_or_its_mail_failed_or_its_refund_is_due() -> None:
    await arrange.released("Late", timedelta(hours=-1))
    mailed = await arrange.released("Mail")
    await arrange.a_letter(mailed, "failed")
    paid = await arrange.released("Receipt")
    await arrange.a_letter(paid, "failed", payment_id=await arrange.a_payment(paid, "held"))
    back = await arrange.returned("Refund")
    await arrange.a_payment(back, "due")
    found = await shown()
    assert {row.boot_name: row.needs for row in found.groups[0].rows} == {
        "Late": ("overdue",),
        "Mail": ("mail_failed",),
        "Receipt": ("mail_failed",),
        "Refund": ("refund_due",),
    }
    assert found.groups[0].rows[0].boot_name == "Late"


async def test_a_late_boot_says_since_when(client: Browser) -> None:
    await arrange.released("Late", timedelta(hours=-1))
    await arrange.released("In time")
    await sign_in(client, Role.office)
    page = (await client.get("/dashboard")).text
    cells = re.findall(r'<td data-cell="back" data-label="Return by">(.*?)</td>', page, re.DOTALL)
    assert ["data-age" in cell for cell in cells] == [True, False]


async def test_a_notice_that_failed_calls_somebody_too() -> None:
    boot_id = await arrange.issued("Notice")
    _, ticket_id = await arrange.case_of(boot_id)
    await arrange.a_letter(boot_id, "failed")
    await Mail.update({Mail.boot_assignment: None, Mail.violation: ticket_id}, force=True)
    assert rows(await shown())["Notice"].needs == ("mail_failed",)


async def test_a_letter_that_failed_and_was_sent_again_needs_nobody() -> None:
    boot_id = await arrange.released("Mail")
    await arrange.a_letter(boot_id, "failed")
    assert names(await shown())["attention"] == ["Mail"]
    await arrange.a_letter(boot_id, "sent")
    assert "attention" not in names(await shown())


async def test_a_return_the_driver_reported_in_time_is_not_late() -> None:
    boot_id = await arrange.released("Reported", timedelta(hours=-1))
    in_time = datetime.now(UTC) - timedelta(hours=2)
    await BootAssignment.update({BootAssignment.reported_returned_at: in_time}).where(
        BootAssignment.boot == boot_id
    )
    found = await shown()
    assert rows(found)["Reported"].needs == ("reported_returned",)
    assert names(found) == {"released": ["Reported"]}


async def test_a_return_reported_after_the_deadline_stays_overdue_until_staff_confirm() -> None:
    boot_id = await arrange.released("Reported", timedelta(hours=-1))
    await BootAssignment.update({BootAssignment.reported_returned_at: datetime.now(UTC)}).where(
        BootAssignment.boot == boot_id
    )
    row = rows(await shown())["Reported"]
    assert (row.overdue, row.needs) == (True, ("overdue", "reported_returned"))


async def test_a_row_says_whose_boot_it_is_and_what_it_costs() -> None:
    boot_id = await a_boot("Red Boot 01")
    ticket = await a_violation(plate="BKPR 43", boot_id=boot_id, deposit_cents=120_00)
    row = rows(await shown())["Red Boot 01"]
    assert (row.boot_id, row.status, row.plate) == (boot_id, "issued", "BKPR43")
    assert (row.ticket_id, row.ticket_number) == (ticket.violation_id, ticket.number)
    assert (row.fee_cents, row.currency, row.overdue) == (120_00, "CAD", False)
    assert abs(row.issued_at - datetime.now(UTC)) < timedelta(minutes=1)
    await ViolationItem.update({ViolationItem.void_at: datetime.now(UTC)}, force=True)
    assert rows(await shown())["Red Boot 01"].fee_cents is None


async def test_the_newest_issue_and_the_nearest_deadline_stand_on_top() -> None:
    await arrange.issued("Earlier")
    await arrange.issued("Later")
    await arrange.released("Tomorrow", timedelta(hours=30))
    await arrange.released("Tonight", timedelta(hours=3))
    found = names(await shown())
    assert found["issued"] == ["Later", "Earlier"]
    assert found["released"] == ["Tonight", "Tomorrow"]


async def test_counters_count_every_boot_but_retired_ones() -> None:
    await a_boot("Store 1")
    await arrange.issued("Street 1")
    gone = await a_boot("Gone 1")
    await Boot.update({Boot.status: "out_of_service", Boot.out_reason: "retired"}).where(
        Boot.id == gone
    )
    mended = await a_boot("Mended 1")
    await Boot.update({Boot.status: "out_of_service", Boot.out_reason: "maintenance"}).where(
        Boot.id == mended
    )
    found = await shown("no such boot")
    assert {counter.status: counter.count for counter in found.counters} == {
        "available": 1,
        "issued": 1,
        "released": 0,
        "returned": 0,
        "out_of_service": 1,
    }
    assert names(found) == {}
    assert names(await shown())["out_of_service"] == ["Mended 1"]


async def test_a_counter_says_how_many_of_its_boots_stand_under_another_heading(
    client: Browser,
) -> None:
    await arrange.released("In time")
    await arrange.released("Late", timedelta(hours=-1))
    await arrange.issued("Street 1")

    def told(found: Board) -> dict[str, tuple[int, int]]:
        return {one.status: (one.count, one.needing) for one in found.counters if one.count}

    assert told(await shown()) == {"issued": (1, 0), "released": (2, 1)}
    assert told(await shown(status="released")) == {"issued": (1, 0), "released": (2, 1)}
    # What is searched for is not all there is, so nothing is said about the rest.
    assert told(await shown("In time")) == {"issued": (1, 0), "released": (2, 0)}
    assert told(await shown(status="attention")) == {"issued": (1, 0), "released": (2, 0)}
    await sign_in(client, Role.officer)
    assert (await client.get("/dashboard")).text.count("<small>1 needs somebody</small>") == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("red", ["Red Boot 01"]),
        ("BOOT 0", ["Blue Boot 02", "Red Boot 01", "Store Boot 03"]),
        ("bkpr-4", ["Red Boot 01"]),
        ("KPR43", []),
        ("{number}", ["Red Boot 01"]),
        ("{number_without_dash}", ["Red Boot 01"]),
        ("{ticket}", ["Red Boot 01"]),
        ("%", []),
        ("_ed", []),
    ],
)
async def test_search_finds_by_boot_plate_or_ticket(typed: str, found: list[str]) -> None:
    red = await a_boot("Red Boot 01")
    ticket = await a_violation(plate="BKPR 43", boot_id=red)
    await arrange.released("Blue Boot 02", plate="ZZZ 9")
    await a_boot("Store Boot 03")
    search = typed.format(
        number=ticket.number,
        number_without_dash=ticket.number.replace("-", "").lower(),
        ticket=f"{ticket.number}-{ticket.pin}",
    )
    inside = names(await shown(search))
    assert sorted(name for group in inside.values() for name in group) == found


async def test_a_filter_leaves_the_other_boots_out() -> None:
    await a_boot("Store 1")
    await arrange.issued("Street 1")
    await arrange.released("Way back 1")
    await arrange.released("Late 1", timedelta(hours=-1))
    assert names(await shown(status="released")) == {
        "attention": ["Late 1"],
        "released": ["Way back 1"],
    }
    assert names(await shown(status="attention")) == {"attention": ["Late 1"]}
    assert names(await shown(status="available")) == {"available": ["Store 1"]}
    assert names(await shown("street", "issued")) == {"issued": ["Street 1"]}


@pytest.mark.parametrize("asked", [("", "sold"), ("red", "Issued"), ("", "", "sold")])
def test_a_filter_nobody_offers_is_refused(asked: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        Asked(*asked)  # type: ignore[arg-type]


async def test_search_and_filter_live_in_the_address_and_are_kept_by_the_refresh(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    await arrange.issued("Red & Boot")
    page = await client.get("/dashboard", params={"q": "red & b", "status": "issued"})
    assert page.status_code == 200
    assert "Red &amp; Boot" in page.text
    assert 'hx-get="/dashboard/board?q=red+%26+b&amp;status=issued"' in page.text
    assert 'value="red &amp; b"' in page.text
    assert '<input type="hidden" name="status" value="issued">' in page.text
    assert (await client.get("/dashboard", params={"status": "sold"})).status_code == 422


async def test_the_page_and_its_fragment_show_the_same_board(client: Browser) -> None:
    await sign_in(client, Role.officer)
    await arrange.issued("Red Boot 01")
    page = await client.get("/dashboard")
    fragment = await client.get("/dashboard/board", headers={"hx-request": "true"})
    start = page.text.index('<div id="board"')
    assert fragment.text.strip() in page.text[start:]
    assert "<html" not in fragment.text


async def test_setup_is_offered_to_those_who_may_and_nothing_dead_stands_there(
    client: Browser,
) -> None:
    await sign_in(client, Role.officer)
    text = (await client.get("/dashboard")).text
    assert "Setup Boot Devices" not in text
    assert "Booting Activity Report" not in text
    await sign_in(client, Role.admin)
    text = (await client.get("/dashboard")).text
    assert re.search(r'href="/boots"[^>]*>Setup Boot Devices', text)
    assert re.search(r'href="/report"[^>]*>Booting Activity Report', text)


async def test_strangers_are_led_to_the_sign_in(client: Browser) -> None:
    page = await client.get("/dashboard")
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=/dashboard")
    swap = await client.get("/dashboard/board", headers={"hx-request": "true"})
    assert (swap.status_code, swap.headers["hx-redirect"]) == (401, "/sign-in")
    assert (await client.get("/dashboard/boots/1/actions")).status_code == 303


async def test_what_people_typed_is_shown_as_text(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await arrange.issued("<script>alert(1)</script>")
    text = (await client.get("/dashboard")).text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


async def test_a_ticket_is_found_by_its_bare_number_with_and_without_the_pin() -> None:
    first = await arrange.issued("Wanted")
    await arrange.issued("Other")
    row = (
        await BootAssignment.select(BootAssignment.violation.number, BootAssignment.violation.pin)
        .where(BootAssignment.boot == first)
        .first()
    )
    assert row is not None
    bare, pin = row["violation.number"].partition("-")[2], row["violation.pin"]
    for typed in (bare, f"{bare}-{pin}", f"{bare}{pin}".lower(), f" {bare} "):
        assert list(rows(await shown(typed))) == ["Wanted"], typed
    assert rows(await shown(bare[1:])) == {}

"""The report shows exactly what was asked for, days with a clock change included."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.reads.report import rows
from app.reads.report import search as search_of_report
from app.reads.report.rows import report_lines, report_page
from app.reads.report.totals import ReportTotals, report_totals
from app.reads.report.wanted import (
    Place,
    ReportDate,
    ReportSort,
    Wanted,
    place_from,
    place_text,
)
from app.rules.boots.states import BootStatus
from app.tables.boots.boot_assignment import BootAssignment
from tests.factories import a_staff
from tests.integration.report.street import a_boot_since, a_year, an_assignment, utc

ZONE = "America/Toronto"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SPRING = date(2026, 3, 8)
AUTUMN = date(2026, 11, 1)


async def found(wanted: Wanted) -> list[str]:
    """Tickets of all pages, or names of boots without one, in the order shown."""
    shown: list[str] = []
    after: Place | None = None
    while True:
        page = await report_page(wanted, after, time_zone=ZONE, now=NOW)
        shown += [row.number or row.boot_name for row in page.rows]
        if page.last is None:
            break
        # As it goes through the address.
        after = place_from(place_text(page.last), wanted.sort)
        assert after == page.last
    in_file = [
        row.number or row.boot_name
        async for step in report_lines(wanted, time_zone=ZONE, now=NOW)
        for row in step
    ]
    assert sorted(in_file) == sorted(shown)
    totals = await report_totals(wanted, ZONE)
    assert totals.rows == len(shown)
    return shown


async def test_without_a_filter_every_assignment_is_there_newest_first() -> None:
    await a_year()
    assert await found(Wanted()) == ["TT-105", "TT-103", "TT-104", "TT-102", "TT-101"]
    assert await report_totals(Wanted(), ZONE) == ReportTotals(
        rows=5, boots=4, cases=5, released=4, returned=3, closed=2
    )


@pytest.mark.parametrize(
    ("by", "first", "last", "expected"),
    [
        # A day of 23 hours: its first moment is in, the second before it is not.
        (ReportDate.created, SPRING, SPRING, ["TT-102"]),
        (ReportDate.released, SPRING, SPRING, ["TT-102", "TT-101"]),
        (ReportDate.returned, SPRING, SPRING, ["TT-101"]),
        # A day of 25 hours, up to its last minute.
        (ReportDate.created, AUTUMN, AUTUMN, ["TT-103", "TT-104"]),
        (ReportDate.released, AUTUMN, AUTUMN, []),
        (ReportDate.created, date(2026, 11, 2), None, ["TT-105"]),
        (ReportDate.created, None, date(2026, 3, 7), ["TT-101"]),
        (ReportDate.released, date(2026, 11, 2), date(2026, 11, 2), ["TT-103"]),
        # Who was never returned is not there, whatever the days.
        (ReportDate.returned, date(2000, 1, 1), date(2100, 1, 1), ["TT-105", "TT-103", "TT-101"]),
    ],
)
async def test_days_are_whole_local_days(
    by: ReportDate, first: date | None, last: date | None, expected: list[str]
) -> None:
    await a_year()
    assert await found(Wanted(date_by=by, first_on=first, last_on=last)) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("red boot", ["TT-104", "TT-102", "TT-101"]),
        ("OOT 02", ["TT-102"]),
        ("100%", ["TT-103"]),
        ("0_%", []),
        ("aaa 1", ["TT-102", "TT-101"]),
        ("a-aa-12", ["TT-102"]),
        ("AA1", []),
        ("TT-103", ["TT-103"]),
        ("tt103", ["TT-103"]),
        ("tt 1O3", ["TT-103"]),
        ("TT\u2013103", ["TT-103"]),
        ("103", ["TT-103"]),
        ("tt-103-3k7m", ["TT-103"]),
        ("TT1033K7M", ["TT-103"]),
        ("TT-103-9999", []),
        ("TT-10", []),
        ("---", []),
    ],
)
@pytest.mark.parametrize("few", [0, 2000], ids=["many matches", "few matches"])
async def test_a_search_finds_boots_plates_and_tickets(
    search: str, expected: list[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_year()
    monkeypatch.setattr(search_of_report, "FEW", few)
    assert await found(Wanted(search=search)) == expected


async def test_a_status_shows_each_boot_once_with_its_latest_assignment_or_alone() -> None:
    await a_year()
    assert await found(Wanted(status=BootStatus.issued)) == ["TT-104"]
    assert await found(Wanted(status=BootStatus.available)) == ["Spare", "TT-103"]
    assert await found(Wanted(status=BootStatus.out_of_service)) == []
    # The older assignment of an issued boot is not what its status is about.
    assert await found(Wanted(status=BootStatus.issued, search="TT-101")) == []
    assert await found(Wanted(status=BootStatus.available, search="spa")) == ["Spare"]
    # However little of a plate was typed.
    for plate in ("b0o777", "b0o", "b0", "B-0"):
        assert await found(Wanted(status=BootStatus.available, search=plate)) == ["TT-103"]
    assert await found(Wanted(status=BootStatus.issued, search="a")) == []


async def test_a_boot_never_used_was_created_when_it_came_into_the_inventory() -> None:
    await a_year()
    alone = Wanted(status=BootStatus.available, first_on=AUTUMN, last_on=AUTUMN)
    assert await found(alone) == ["Spare", "TT-103"]
    page = await report_page(alone, None, time_zone=ZONE, now=NOW)
    assert [(row.case_id is None, row.created_at) for row in page.rows] == [
        (True, utc("2026-11-02 04:59:59")),
        (False, utc("2026-11-02 04:59:30")),
    ]
    assert await found(replace(alone, date_by=ReportDate.released)) == []
    released = replace(alone, date_by=ReportDate.released, last_on=date(2026, 11, 2))
    assert await found(released) == ["TT-103"]


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize("status", [None, BootStatus.available])
async def test_pages_follow_each_other_in_every_order_without_a_gap(
    size: int, status: BootStatus | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_year()
    officer, same = await a_staff(), utc("2026-05-05 12:00:00")
    first, second = await a_boot_since("Twin A", same), await a_boot_since("Twin B", same)
    # Alike in every date, one boot twice, some without a date.
    for sequence, boot, released in (
        (201, first, same),
        (202, first, same),
        (203, second, None),
        (204, second, None),
    ):
        await an_assignment(officer, boot, sequence, "TWIN", same, released, None, same)
    monkeypatch.setattr(rows, "PAGE_SIZE", size)
    monkeypatch.setattr(rows, "FILE_STEP", size)
    everything: list[str] | None = None
    for sort in ReportSort:
        down = await found(Wanted(status=status, sort=sort))
        up = await found(Wanted(status=status, sort=sort, rising=True))
        everything = everything or sorted(down)
        assert sorted(down) == sorted(up) == everything
        assert len(set(down)) == len(down)
        if sort in {ReportSort.created, ReportSort.name}:
            assert up == down[::-1]


async def test_rows_without_the_date_come_after_those_with_it() -> None:
    await a_year()
    by_return = Wanted(sort=ReportSort.returned)
    assert await found(by_return) == ["TT-105", "TT-103", "TT-101", "TT-104", "TT-102"]
    rising = replace(by_return, rising=True)
    assert await found(rising) == ["TT-101", "TT-103", "TT-105", "TT-102", "TT-104"]
    assert await found(Wanted(sort=ReportSort.name, rising=True)) == [
        *("TT-103", "TT-105", "TT-101", "TT-104", "TT-102"),
    ]


async def test_a_boot_released_while_the_file_is_made_is_in_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boots = await a_year()
    monkeypatch.setattr(rows, "FILE_STEP", 1)
    seen = []
    wanted = Wanted(sort=ReportSort.released)
    async for step in report_lines(wanted, time_zone=ZONE, now=NOW):
        seen += [row.number for row in step]
        if len(seen) == 1:
            await BootAssignment.update(
                {BootAssignment.released_at: NOW + timedelta(seconds=1)}
            ).where(BootAssignment.boot == boots["red1"])
    assert seen == ["TT-105", "TT-103", "TT-104", "TT-102", "TT-101"]


@pytest.mark.parametrize(
    "text",
    ["", "x", "1", ".", "-1.a", "99999999999.2026-01-01", "1.2026-01-01", "1.nonsense", "1.\x00"],
)
def test_a_place_that_is_none_is_read_as_the_beginning(text: str) -> None:
    assert place_from(text, ReportSort.created) is None

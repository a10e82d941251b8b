"""What the charts say is what the rows add up to, on days of every length."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from app.clock import local_day
from app.reads.report.charts import (
    RELEASE_BOUNDS,
    RETURN_BOUNDS,
    ReportCharts,
    report_charts,
)
from app.reads.report.money import report_money
from app.reads.report.rows import ReportRow, report_lines
from app.reads.report.wanted import ReportDate, Wanted
from app.rules.boots.states import BootStatus
from app.rules.people.access import Role
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from bench.big.fill import fill
from bench.big.stories import town_of
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.report.street import a_boot_since, a_year, an_assignment, utc

pytestmark = pytest.mark.usefixtures("app_db")
ZONE = "America/Toronto"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def drawn(wanted: Wanted) -> ReportCharts:
    """The charts of something."""
    found = await report_charts(wanted, ZONE, NOW)
    assert found is not None
    return found


async def cases_of(wanted: Wanted) -> list[ReportRow]:
    """All rows of all pages that are assignments."""
    return [
        row
        async for step in report_lines(wanted, time_zone=ZONE, now=NOW)
        for row in step
        if row.case_id
    ]


async def test_days_of_23_and_25_hours_are_steps_of_their_own() -> None:
    officer = await a_staff()
    for number, (issued, returned) in enumerate(
        (
            # Midnight before the clocks go forward, out until the last second of that day.
            ("2026-03-08 05:00:00", "2026-03-09 03:59:59"),
            # The last minute before, back at the first moment of the day after.
            ("2026-03-08 04:59:59", "2026-03-09 04:00:00"),
        ),
        start=1,
    ):
        boot = await a_boot_since(f"Boot {number}", utc("2026-01-01 12:00:00"))
        at = utc(returned)
        await an_assignment(officer, boot, 300 + number, f"DST{number}", utc(issued), at, at, at)
    spring = await drawn(Wanted())
    assert spring.calendar.starts == tuple(date(2026, 3, day) for day in (7, 8, 9))
    assert spring.out == (1, 1, 0)
    assert [one + other for one, other in zip(spring.in_time, spring.late, strict=True)] == [
        *(0, 1, 1),
    ]
    boot = await a_boot_since("Boot 3", utc("2026-01-01 12:00:00"))
    first, last = utc("2026-11-01 04:00:00"), utc("2026-11-02 04:59:59")
    await an_assignment(officer, boot, 303, "DST3", first, last, last, last)
    autumn = await drawn(Wanted(first_on=date(2026, 11, 1), last_on=date(2026, 11, 1)))
    assert autumn.calendar.starts == (date(2026, 11, 1),)
    assert autumn.out == (0,)
    # 25 hours less a second: more than a day.
    assert autumn.to_release == (0, 0, 0, 0, 0, 0, 1, 0)


async def test_late_is_judged_by_what_the_driver_reported() -> None:
    officer, at = await a_staff(), utc("2026-06-01 12:00:00")
    due, back = at + timedelta(days=1), at + timedelta(days=2)
    for number, reported in ((1, None), (2, due), (3, due + timedelta(seconds=1))):
        boot = await a_boot_since(f"Boot {number}", at)
        case = await an_assignment(officer, boot, 400 + number, "LATE", at, at, back, back)
        await BootAssignment.update(
            {
                BootAssignment.return_due_at: due,
                BootAssignment.reported_returned_at: reported,
            }
        ).where(BootAssignment.id == case)
    # What was only reported has not been returned.
    boot = await a_boot_since("Boot 4", at)
    case = await an_assignment(officer, boot, 404, "LATE", at, at)
    await BootAssignment.update({BootAssignment.reported_returned_at: back}).where(
        BootAssignment.id == case
    )
    found = await drawn(Wanted())
    assert (sum(found.in_time), sum(found.late)) == (1, 2)
    # Two days, a day, and a second more than a day after the release.
    assert found.to_return == (0, 0, 0, 0, 2, 1, 0, 0)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(search="red"),
        Wanted(search="a"),
        Wanted(status=BootStatus.available),
        Wanted(status=BootStatus.available, search="blue"),
        Wanted(date_by=ReportDate.returned, first_on=date(2026, 6, 1), last_on=date(2026, 6, 30)),
        Wanted(search="b", first_on=date(2025, 1, 1), last_on=date(2026, 2, 28)),
    ],
    ids=str,
)
async def test_charts_are_what_the_rows_add_up_to(
    wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reads.report.search.FEW", 20)
    await fill(town_of(1200, NOW))
    rows, found = await cases_of(wanted), await drawn(wanted)
    assert rows
    starts = found.calendar.starts

    def step_of(at: datetime) -> int:
        return max(n for n, start in enumerate(starts) if start <= local_day(at, ZONE))

    issued = Counter(step_of(row.created_at) for row in rows)
    ends = [row.returned_at or row.closed_at for row in rows]
    ended = Counter(step_of(at) for at in ends if at)
    out, shown = 0, []
    for step in range(len(starts)):
        out += issued[step] - ended[step]
        shown.append(out)
    assert list(found.out) == shown
    waits = [row.released_at - row.created_at for row in rows if row.released_at]
    assert list(found.to_release) == _classes(waits, RELEASE_BOUNDS)
    reported = {
        row["id"]: row["reported_returned_at"]
        for row in await BootAssignment.select(
            BootAssignment.id, BootAssignment.reported_returned_at
        )
    }
    back = [
        (row, reported[row.case_id] or row.returned_at)
        for row in rows
        if row.returned_at and row.released_at
    ]
    ways = [at - row.released_at for row, at in back if row.released_at]
    assert list(found.to_return) == _classes(ways, RETURN_BOUNDS)
    late = Counter(
        step_of(row.returned_at)
        for row, at in back
        if row.returned_at and row.return_due_at and at > row.return_due_at
    )
    assert list(found.late) == [late[step] for step in range(len(starts))]
    assert sum(found.in_time) + sum(found.late) == sum(1 for row in rows if row.returned_at)
    await _money_agrees(wanted, rows)


def _classes(waits: list[timedelta], bounds: tuple[int, ...]) -> list[int]:
    counts = [0] * (len(bounds) + 1)
    for wait in waits:
        counts[sum(wait.total_seconds() >= bound for bound in bounds)] += 1
    return counts


async def _money_agrees(wanted: Wanted, rows: list[ReportRow]) -> None:
    cases = {row.case_id for row in rows}
    paid = [
        row
        for row in await Payment.select(
            Payment.boot_assignment,
            Payment.settled_at,
            Payment.captured_cents,
            Payment.refunded_cents,
        )
        if row["boot_assignment"] in cases and row["settled_at"]
    ]
    (money,) = await report_money(wanted, ZONE, NOW)
    taken, refunded = (Counter[date](), Counter[date]())
    for row in paid:
        day = local_day(row["settled_at"], ZONE)
        start = max(one for one in money.calendar.starts if one <= day)
        taken[start] += row["captured_cents"]
        refunded[start] += row["refunded_cents"]
    assert list(money.taken_cents) == [taken[start] for start in money.calendar.starts]
    assert list(money.refunded_cents) == [refunded[start] for start in money.calendar.starts]


async def test_nothing_to_draw_is_said_in_words(client: Browser) -> None:
    await a_boot_since("Spare", utc("2026-01-01 12:00:00"))
    await sign_in(client, Role.office)
    page = await client.get("/report/charts?status=available")
    assert "There is nothing to draw: no assignment is in this report." in page.text
    assert 'role="img"' not in page.text


async def test_charts_follow_the_rows_and_without_scripts_by_a_link(client: Browser) -> None:
    await a_year()
    await sign_in(client, Role.office)
    rows = await client.get("/report?q=red&sort=name")
    assert 'hx-get="/report/charts?q=red&amp;sort=name"' in rows.text
    assert 'href="/report/charts?q=red&amp;sort=name">Show charts</a>' in rows.text
    # A hundred rows stand before them.
    assert 'href="#charts">Charts</a>' in rows.text
    assert 'id="charts"' in rows.text
    whole = await client.get("/report/charts?q=red&sort=name")
    assert 'href="/report?q=red&amp;sort=name"' in whole.text
    fragment = await client.get("/report/charts?q=red&sort=name", headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    # The money is asked for by itself, because it may take longer; the page has it at once.
    assert 'hx-get="/report/money?q=red&amp;sort=name"' in fragment.text
    money = await client.get("/report/money?q=red&sort=name")
    assert "<html" not in money.text
    assert "Nothing was paid for the boots of this report." in money.text
    assert money.text.strip() in whole.text
    for text in (whole.text, fragment.text):
        pictures = re.findall(r'role="img" aria-labelledby="(\S+) (\S+)"', text)
        assert len(pictures) == 4
        for title, sentence in pictures:
            assert f'<title id="{title}">' in text
            assert f'<desc id="{sentence}">' in text
        # Every picture has its numbers beside it.
        assert text.count("<table") == 4


@pytest.mark.parametrize("path", ["/report/charts", "/report/money"])
async def test_days_that_are_none_draw_nothing(client: Browser, path: str) -> None:
    await a_year()
    await sign_in(client, Role.office)
    assert (await client.get(f"{path}?from=2026-02-30")).status_code == 422

"""The charts of the Booting Activity Report, counted over everything that was filtered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from app.reads.report.classes import class_of
from app.reads.report.question import question
from app.reads.report.span import report_span
from app.reads.report.wanted import Wanted
from app.rules.calendar_steps import Calendar, calendar
from app.rules.local_days import day_starts
from app.tables.boots.boot_assignment import BootAssignment

HOUR, DAY = 3600, 24 * 3600
# Seconds at which the next class begins, as the view `case_times` numbers the classes: under 30
# minutes, under an hour, ... and longer than the last.
RELEASE_BOUNDS = (HOUR // 2, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 3 * DAY)
RETURN_BOUNDS = (3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY)
# One look at each assignment; its classes are few, so that what comes back is small.
_COUNTS = """
SELECT $ISSUED AS issued, $ENDED AS ended, a.late AS late, a.release_class AS to_release,
    a.return_class AS to_return, COUNT(*) AS cases
FROM """
_TOGETHER = " GROUP BY 1, 2, 3, 4, 5"


@dataclass(frozen=True)
class ReportCharts:
    """Counts of assignments for each part of the calendar, or for each class of time.

    `out` is how many boots were out at the end of a part; `in_time` and `late` go by the day of
    the return (rule D6). `to_release` and `to_return` have one number for each of their bounds
    and one for what took longer.
    """

    calendar: Calendar
    out: tuple[int, ...]
    to_release: tuple[int, ...]
    to_return: tuple[int, ...]
    in_time: tuple[int, ...]
    late: tuple[int, ...]


async def report_charts(wanted: Wanted, time_zone: str, now: datetime) -> ReportCharts | None:
    """The charts of all pages together, or None when no assignment is among the rows.

    Parts of the calendar begin with local days, whatever the clocks do (rule L6).
    """
    asked = await question(wanted, time_zone)
    span = await report_span(asked, time_zone, now)
    if span is None:
        return None
    days = calendar(span.first_on, span.last_on)
    bounds = [day_starts(start, time_zone) for start in days.starts[1:]]
    classes: list[Any] = []
    sql = _COUNTS
    for word, column in (("$ISSUED", "a.issued_at"), ("$ENDED", "a.ended_at")):
        sql = sql.replace(word, class_of(column, bounds, classes))
    rows = await BootAssignment.raw(
        f"{asked.before}{sql}{asked.counted}{asked.where('a.id IS NOT NULL')}{_TOGETHER}",
        *asked.values[: asked.early],
        *classes,
        *asked.asked,
    )
    # Only what was returned is in time or late, and then it ended with the return.
    issued, ended = (_sums(rows, key, len(days.starts)) for key in ("issued", "ended"))
    return ReportCharts(
        calendar=days,
        out=tuple(accumulate(one - other for one, other in zip(issued, ended, strict=True))),
        to_release=_sums(rows, "to_release", len(RELEASE_BOUNDS) + 1),
        to_return=_sums(rows, "to_return", len(RETURN_BOUNDS) + 1),
        in_time=_sums((row for row in rows if row["late"] == 0), "ended", len(days.starts)),
        late=_sums((row for row in rows if row["late"] == 1), "ended", len(days.starts)),
    )


def _sums(rows: Iterable[Mapping[str, Any]], key: str, count: int) -> tuple[int, ...]:
    sums = [0] * count
    for row in rows:
        if row[key] is not None:
            sums[int(row[key])] += int(row["cases"])
    return tuple(sums)

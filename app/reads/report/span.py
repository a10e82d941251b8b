"""From which day to which the charts of the report go."""

from dataclasses import dataclass
from datetime import date, datetime

from app.clock import local_day
from app.reads.report.question import Question
from app.tables.boots.boot_assignment import BootAssignment

_SPAN = """
SELECT MIN(a.issued_at) AS first_at, MAX(a.issued_at) AS issued_at,
    MAX(a.released_at) AS released_at, MAX(a.ended_at) AS ended_at,
    COUNT(a.id) - COUNT(a.ended_at) AS out_now
FROM """


@dataclass(frozen=True)
class Span:
    """Local days, both included."""

    first_on: date
    last_on: date


async def report_span(asked: Question, time_zone: str, now: datetime) -> Span | None:
    """From the first issue to the last thing that happened, to now while a boot is out.

    None when no assignment is among the rows.
    """
    sql = asked.before + _SPAN + asked.counted + asked.where("a.id IS NOT NULL")
    row = (await BootAssignment.raw(sql, *asked.values[: asked.early], *asked.asked))[0]
    if row["first_at"] is None:
        return None
    known = [_moment(row[name]) for name in ("issued_at", "released_at", "ended_at") if row[name]]
    last_at = max([*known, now] if row["out_now"] else known)
    return Span(local_day(_moment(row["first_at"]), time_zone), local_day(last_at, time_zone))


def _moment(found: datetime | str) -> datetime:
    # What SQLite aggregates has lost its type.
    return datetime.fromisoformat(found) if isinstance(found, str) else found

"""What was paid for the boots of the report and what of it went back, by parts of a calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.clock import local_day
from app.reads.report.classes import class_of
from app.reads.report.question import question
from app.reads.report.span import report_span
from app.reads.report.wanted import Wanted
from app.rules.calendar_steps import Calendar, calendar
from app.rules.local_days import day_starts
from app.tables.money.payment import Payment

# The payments made for a boot, with all they paid. What went back is told where it was paid: a
# payment knows how much of it is refunded, so that no refund has to be looked up.
_MONEY = """
SELECT p.currency AS currency, $PART AS part, SUM(p.captured_cents) AS taken,
    SUM(p.refunded_cents) AS refunded
FROM payment p WHERE p.settled_at IS NOT NULL AND p.boot_assignment $AMONG GROUP BY 1, 2"""


@dataclass(frozen=True)
class ReportMoney:
    """Cents of one currency for each part of the calendar, by the day they were paid."""

    calendar: Calendar
    currency: str
    taken_cents: tuple[int, ...]
    refunded_cents: tuple[int, ...]


async def report_money(wanted: Wanted, time_zone: str, now: datetime) -> tuple[ReportMoney, ...]:
    """One chart a currency, over all pages together (rules L6, M9); none without payments."""
    asked = await question(wanted, time_zone)
    span = await report_span(asked, time_zone, now)
    if span is None:
        return ()
    # A ticket may be paid long after its boot came home.
    days = calendar(span.first_on, span.last_on, local_day(now, time_zone))
    values: list[Any] = list(asked.values[: asked.early])
    part = class_of(
        "p.settled_at", [day_starts(start, time_zone) for start in days.starts[1:]], values
    )
    everything = asked.everything
    among = f"IN (SELECT a.id FROM {asked.tables}{asked.where()})"  # noqa: S608
    rows = await Payment.raw(
        asked.before
        + _MONEY.replace("$PART", part).replace("$AMONG", "IS NOT NULL" if everything else among),
        *values,
        *asked.asked,
    )
    used = max((int(row["part"]) for row in rows), default=0)
    shown = max(used + 1, len(calendar(span.first_on, span.last_on).starts))
    return tuple(
        ReportMoney(
            Calendar(days.step, days.starts[:shown]),
            currency,
            *(_sums(rows, currency, name, shown) for name in ("taken", "refunded")),
        )
        for currency in sorted({row["currency"] for row in rows})
    )


def _sums(rows: list[dict[str, Any]], currency: str, name: str, count: int) -> tuple[int, ...]:
    cents = {int(row["part"]): int(row[name]) for row in rows if row["currency"] == currency}
    return tuple(cents.get(part, 0) for part in range(count))

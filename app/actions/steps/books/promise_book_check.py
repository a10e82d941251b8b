"""Promise the next nightly check of the books."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.actions.steps.work import Work
from app.clock import local_day
from app.rules.outbox.effects import Effect

# When nobody pays, and after the day's last refunds were sent.
AT = time(3)


async def promise_book_check(work: Work, time_zone: str) -> date:
    """Promise it for the next 03:00 local time, once whoever asks; returns its day (rule E2)."""
    day = local_day(work.at, time_zone)
    if _moment(day, time_zone) <= work.at:
        day += timedelta(days=1)
    await work.promise(
        Effect.CHECK_BOOKS,
        day.toordinal(),
        cause=f"books:{day.isoformat()}",
        wait=_moment(day, time_zone) - work.at,
    )
    return day


def _moment(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, AT, ZoneInfo(time_zone)).astimezone(UTC)

"""The one place that reads the clock; rules get the time as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The current moment, aware, UTC."""
    return datetime.now(UTC)


def local_day(at: datetime, time_zone: str) -> date:
    """The authority's calendar day of the moment `at` (fees and deadlines go by local days)."""
    return at.astimezone(ZoneInfo(time_zone)).date()

"""The moments between which a local day lies."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_starts(day: date, time_zone: str) -> datetime:
    """Return the first moment of the local `day`, aware and UTC (rule L6)."""
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


def day_is_over(day: date, time_zone: str) -> datetime:
    """Return the first moment after the local `day`: an end date includes its day (rule L6)."""
    return day_starts(day + timedelta(days=1), time_zone)


def day_from_text(text: str) -> date | None:
    """Return the day of "2026-11-21" as date fields send it, or None for anything else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    # Years a calendar sheet shows; beyond them the first or last moment may not exist.
    return day if 1970 <= day.year <= 9000 else None

"""What the newest check of the books found, for the administrator's eyes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.tables.records.book_check import BookCheck

# One night and a day: after that a worker has stood still.
FRESH_FOR = timedelta(hours=36)


@dataclass(frozen=True)
class LastCheck:
    """`findings` are empty when everything agreed; `stale` when no check came since."""

    checked_at: datetime
    findings: tuple[str, ...]
    stale: bool


async def last_check(at: datetime) -> LastCheck | None:
    """The newest one as seen at `at`, or None while there was none (rule M11)."""
    row = await BookCheck.select().order_by(BookCheck.day, ascending=False).first()
    if row is None:
        return None
    return LastCheck(
        checked_at=row["checked_at"],
        findings=tuple(row["report"].splitlines()),
        stale=at - row["checked_at"] > FRESH_FOR,
    )

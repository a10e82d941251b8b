"""Count tries in the database, so that several processes cannot be fooled one by one."""

from datetime import datetime, timedelta

from app.reads.staff.guesses import guess_subject, window_of
from app.rules.errors import TooMany
from app.tables.records.guess import Guess


async def count_guess(
    kind: str, subject: str, *, most: int, window: timedelta, at: datetime
) -> None:
    """Count one try in one atomic statement (rule S9). Raises `TooMany` beyond `most`.

    `subject` (an address, an email) is kept as a hash only. Windows follow each other without
    overlap; the limit holds exactly within each.
    """
    opened_at = window_of(at, window)
    rows = await Guess.raw(
        "INSERT INTO guess (kind, subject, opened_at, tries) VALUES ({}, {}, {}, 1) "
        "ON CONFLICT (kind, subject, opened_at) DO UPDATE SET tries = guess.tries + 1 "
        "RETURNING tries",
        kind,
        guess_subject(subject),
        opened_at,
    )
    if rows[0]["tries"] > most:
        raise TooMany(int((opened_at + window - at).total_seconds()) + 1)

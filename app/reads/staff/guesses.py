"""How often something has been tried in the window that is running."""

import hashlib
from datetime import UTC, datetime, timedelta

from app.tables.records.guess import Guess

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def window_of(at: datetime, window: timedelta) -> datetime:
    """When the window around `at` opened; windows follow each other without overlap."""
    return _EPOCH + (at - _EPOCH) // window * window


def guess_subject(subject: str) -> str:
    """What is kept of an address or email: its hash."""
    return hashlib.sha256(subject.encode()).hexdigest()


async def guesses(kind: str, subject: str, *, window: timedelta, at: datetime) -> int:
    """The tries counted so far (rule S9)."""
    row = (
        await Guess.select(Guess.tries)
        .where(
            Guess.kind == kind,
            Guess.subject == guess_subject(subject),
            Guess.opened_at == window_of(at, window),
        )
        .first()
    )
    return int(row["tries"]) if row else 0

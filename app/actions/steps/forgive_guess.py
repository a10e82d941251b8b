"""Take a counted try back: only misses count."""

import hashlib
from datetime import datetime, timedelta

from app.tables.records.guess import Guess


async def forgive_guess(kind: str, subject: str, *, window: timedelta, at: datetime) -> None:
    """Uncount the try that turned out right (rule S9)."""
    await Guess.update({Guess.tries: Guess.tries - 1}, force=True).where(
        Guess.kind == kind,
        Guess.subject == hashlib.sha256(subject.encode()).hexdigest(),
        Guess.opened_at > at - window,
        Guess.opened_at <= at,
    )

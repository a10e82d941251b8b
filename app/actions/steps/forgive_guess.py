"""Take a counted try back: only misses count."""

from datetime import datetime, timedelta

from app.reads.staff.guesses import guess_subject, window_of
from app.tables.records.guess import Guess


async def forgive_guess(kind: str, subject: str, *, window: timedelta, at: datetime) -> None:
    """Uncount the try that turned out right (rule S9)."""
    await Guess.update({Guess.tries: Guess.tries - 1}, force=True).where(
        Guess.kind == kind,
        Guess.subject == guess_subject(subject),
        Guess.opened_at == window_of(at, window),
    )

"""Close the door to a neighbourhood of addresses that guessed wrong too often."""

from datetime import datetime, timedelta

from app.reads.staff.guesses import guesses, window_of
from app.rules.errors import TooMany

ORIGIN_WINDOW = timedelta(minutes=15)
MOST_PER_ADDRESS = 30


async def refuse_origin_with_misses(near: str, at: datetime) -> None:
    """Raises `TooMany` once `near` has had its misses of this window (rule S9)."""
    if await guesses("sign_in_from", near, window=ORIGIN_WINDOW, at=at) >= MOST_PER_ADDRESS:
        left = window_of(at, ORIGIN_WINDOW) + ORIGIN_WINDOW - at
        raise TooMany(int(left.total_seconds()) + 1)

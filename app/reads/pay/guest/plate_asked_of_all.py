"""Whether so many look-ups missed lately that everybody is asked for the plate."""

from datetime import datetime, timedelta

from app.reads.staff.guesses import guesses

ASKED_WITHIN = timedelta(hours=1)
MOST_WITHOUT_PLATE = 300
# Kind and subject of the count of all misses.
EVERYBODY = ("look_up_all", "everybody")


async def plate_asked_of_all(at: datetime) -> bool:
    """True above 300 misses in the running hour (rule V10); one statement."""
    kind, subject = EVERYBODY
    return await guesses(kind, subject, window=ASKED_WITHIN, at=at) > MOST_WITHOUT_PLATE

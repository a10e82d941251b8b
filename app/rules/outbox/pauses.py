"""How long to wait before a promise is tried again: longer each time, never for ever."""

from datetime import timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=10)
# Long enough for the slowest keeper of each queue, short enough that a killed process is soon
# replaced: somebody waits at the kerb for the mail.
LEASES = {
    "mail": timedelta(seconds=45),
    "release": timedelta(seconds=45),
    "money": timedelta(seconds=30),
    "paper": timedelta(seconds=90),
    "books": timedelta(minutes=10),
}


def pause_after(attempts: int) -> timedelta:
    """The pause after `attempts` >= 1 failed tries: 2 s, 4 s, 8 s … at most 10 minutes (rule E5).

    Raises ValueError below 1.
    """
    if attempts < 1:
        raise ValueError("a pause follows at least one try")
    return min(LONGEST, FIRST * (1 << min(attempts - 1, 20)))

"""What happened to each boot on each car, drawn by seeded dice: the same words for every seed."""

import heapq
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.rules.boots.deadlines import late_days
from app.rules.violations.numbers import CROCKFORD

ZONE = ZoneInfo("America/Toronto")
DAYS = 4 * 365
DEPOSIT_CENTS = 120_00
LATE_CENTS = 25_00
DAMAGE_CENTS = 60_00
# By hour of UTC: a town sleeps at eight and parks badly at eighteen.
BUSY = (6, 5, 4, 3, 3, 2, 1, 1, 1, 1, 2, 4, 8, 11, 12, 12, 13, 14, 15, 14, 12, 10, 9, 7)
COLOURS = ("Red", "Blue", "Yellow", "Green")
STREETS = ("King St", "Mill Lane", "Station Road", "Bridge St", "Church Walk", "Harbour Rd")
FINES = (45_00, 60_00, 80_00, 300_00)
WAYS = (("card", 90), ("terminal", 5), ("cash", 4), ("cheque", 1))
ONE_HOUR = timedelta(hours=1)

Value = str | int | None


@dataclass(frozen=True)
class Town:
    """How much there is; `boots` go round, `spare` ones were never used."""

    cases: int
    boots: int
    spare: int
    vehicles: int
    first_at: datetime
    now: datetime


def town_of(cases: int, now: datetime) -> Town:
    """A town in which so many assignments are believable: one boot for each hundred."""
    boots = max(20, cases // 100)
    spare = max(2, boots // 50)
    first_at = now - timedelta(days=DAYS)
    return Town(cases, boots - spare, spare, max(10, cases * 6 // 10), first_at, now)


def plate_of(vehicle: int) -> str:
    """`ABCD123`, another one for each of 400 million numbers, far apart for neighbours."""
    left, digits = divmod(vehicle * 104_729_239 % 456_976_000, 1000)
    letters = ""
    for _ in range(4):
        left, letter = divmod(left, 26)
        letters += chr(65 + letter)
    return f"{letters}{digits:03}"


def boot_name(boot: int) -> str:
    """`Red Boot 00017`."""
    return f"{COLOURS[boot % len(COLOURS)]} Boot {boot:05}"


# The columns of a story, in the order of its values; the types both engines know.
COLUMNS = {
    "n": "INTEGER PRIMARY KEY",
    "boot": "INTEGER",
    "vehicle": "INTEGER",
    "offence": "INTEGER",
    "fine_cents": "INTEGER",
    "pin": "TEXT",
    "place": "TEXT",
    "issued_at": "TIMESTAMPTZ",
    "issued_on": "DATE",
    "discount_until_on": "DATE",
    "overdue_after_on": "DATE",
    "way": "TEXT",
    "released_at": "TIMESTAMPTZ",
    "due_at": "TIMESTAMPTZ",
    "reported_at": "TIMESTAMPTZ",
    "returned_at": "TIMESTAMPTZ",
    "closed_at": "TIMESTAMPTZ",
    "lost": "INTEGER",
    "decided_at": "TIMESTAMPTZ",
    "kept_kind": "TEXT",
    "kept_cents": "INTEGER",
}


def stories(town: Town, seed: int) -> Iterator[tuple[Value, ...]]:
    """The values of `COLUMNS` for each assignment in the order of issue.

    Where `way` is "" nobody has paid: the boot is still on, or the office let the car go.
    """
    dice = Random(seed)
    free = deque(dice.sample(range(1, town.boots + 1), town.boots))
    out: list[tuple[datetime, int]] = []
    for n, issued_at in enumerate(_moments(town, dice), start=1):
        while out and out[0][0] <= issued_at:
            free.append(heapq.heappop(out)[1])
        told, free_at = _story(dice, issued_at, town.now)
        boot = free.popleft()
        heapq.heappush(out, (free_at, boot))
        offence = dice.randrange(len(FINES))
        day = issued_at.astimezone(ZONE).date()
        yield (
            n,
            boot,
            dice.randrange(town.vehicles) + 1,
            offence + 1,
            FINES[offence],
            "".join(dice.choices(CROCKFORD, k=4)),
            f"{dice.randrange(1, 400)} {dice.choice(STREETS)}",
            str(issued_at),
            str(day),
            str(day + timedelta(days=7)),
            str(day + timedelta(days=14)),
            *told,
        )


def _moments(town: Town, dice: Random) -> list[datetime]:
    hours = dice.choices(range(24), BUSY, k=town.cases)
    midnight = town.first_at.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for number, hour in enumerate(hours):
        day = midnight + timedelta(days=1 + number * DAYS // town.cases)
        at = day + timedelta(hours=hour, microseconds=dice.randrange(3_600_000_000))
        if at > town.now:
            at = town.now - timedelta(seconds=dice.randrange(60, 6 * 3600))
        found.append(at)
    return sorted(found)


def _story(dice: Random, issued_at: datetime, now: datetime) -> tuple[tuple[Value, ...], datetime]:
    """From `way` on, and when the boot can go out again. What lies behind `now` is not yet."""
    lost = dice.random() < 0.0005
    way = "" if dice.random() < 0.03 else _way(dice)
    released_at = issued_at + _hours(dice, 1.6, 1.1, most=9 * 24)
    due_at = released_at + 24 * ONE_HOUR
    returned_at = released_at + _hours(dice, 14, 0.75, most=10 * 24)
    reported_at = returned_at - ONE_HOUR if dice.random() < 0.2 else None
    if reported_at is not None and reported_at < released_at:
        reported_at = None
    closed_at = returned_at + _hours(dice, 4, 0.9, most=72)
    if lost:
        closed_at = released_at + timedelta(days=20)
    # What was lost turns up in a ditch after a while.
    free_at = closed_at + timedelta(days=30) if lost else closed_at
    decided_at = closed_at + _hours(dice, 5, 1, most=96)
    judged_at = reported_at or returned_at
    late = late_days(due_at, judged_at)
    kept_kind, kept_cents = "", 0
    if lost:
        kept_kind, kept_cents = "lost_boot", DEPOSIT_CENTS
    elif late:
        kept_kind, kept_cents = "late_return", min(DEPOSIT_CENTS, late * LATE_CENTS)
    elif dice.random() < 0.01:
        kept_kind, kept_cents = "damage", DAMAGE_CENTS
    released = released_at <= now
    told = (
        way if released else "",
        _past(released_at, now),
        str(due_at) if released else None,
        None if lost else _past(reported_at, now),
        None if lost else _past(returned_at, now),
        _past(closed_at, now),
        int(lost and closed_at <= now),
        _past(decided_at, now) if way else None,
        kept_kind,
        kept_cents,
    )
    return told, free_at


def _way(dice: Random) -> str:
    return dice.choices([way for way, _ in WAYS], [share for _, share in WAYS])[0]


def _hours(dice: Random, middle: float, spread: float, *, most: float) -> timedelta:
    """Mostly around `middle`, seldom very long."""
    return timedelta(hours=min(most, dice.lognormvariate(math.log(middle), spread)))


def _past(at: datetime | None, now: datetime) -> str | None:
    return str(at) if at is not None and at.astimezone(UTC) <= now else None

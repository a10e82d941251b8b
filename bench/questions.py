"""What the report is asked for: every way of searching, filtering, sorting and turning pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from urllib.parse import urlencode

from app.rules.boots.states import BootStatus

SORTS = ("created", "released", "returned", "name")
SPANS = ((1, 1), (30, 30), (365, 365), (900, 365), (1300, None), (None, 700), (None, None))


@dataclass(frozen=True)
class Asking:
    """One address of the report, without the page; `words` says what is asked in a few words."""

    query: str
    words: str


def searches(cases: int) -> tuple[str, ...]:
    """Nothing, many boots, some boots, few, plates of every length, tickets, nobody."""
    middle = 10_000 + cases // 2
    return (
        *("", "boot", "red", "boot 0001", "Blue Boot 00017"),
        *("a", "ab", "abc", "abcd", "9"),
        *(f"TT-{middle}", f"{middle}", f"{middle}"[:2], "nobody has this"),
    )


def questions(cases: int, today: date, most: int, seed: int = 6) -> list[Asking]:
    """`most` of all combinations, drawn by seeded dice, and each search by each order."""
    statuses = ("", *(one.value for one in BootStatus))
    every = list(
        product(
            searches(cases), statuses, ("created", "released", "returned"), SPANS, SORTS, (0, 1)
        )
    )
    drawn = Random(seed).sample(every, most)
    plain = [
        (search, "", "created", (None, None), sort, down)
        for search, sort, down in product(searches(cases), SORTS, (0, 1))
    ]
    return [_asking(today, *one) for one in (*plain, *drawn)]


def _asking(
    today: date,
    search: str,
    status: str,
    by: str,
    span: tuple[int | None, int | None],
    sort: str,
    down: int,
) -> Asking:
    ago, length = span
    first = today - timedelta(days=ago) if ago else None
    last = None
    if length:
        last = (first or today - timedelta(days=1460)) + timedelta(days=length)
    asked = {
        "q": search,
        "status": status,
        "by": by if first or last else "",
        "from": first.isoformat() if first else "",
        "to": last.isoformat() if last else "",
        "sort": f"{'-' if down else ''}{sort}",
    }
    kept = {name: value for name, value in asked.items() if value}
    return Asking(f"?{urlencode(kept)}", " ".join(f"{k}={v}" for k, v in kept.items()))

"""Asks every invariant of the books whether something refutes it."""

from dataclasses import dataclass

from app.reads.books.invariant import Invariant
from app.reads.books.invariants import INVARIANTS
from app.tables.money.ledger_entry import LedgerEntry

# A report is read by a person: the first ids are enough to start looking.
MOST_IDS = 20


@dataclass(frozen=True)
class Finding:
    """One sentence that is not true: `ids` of rows of table `about`, the first 20 of `count`."""

    name: str
    rule: str
    sentence: str
    about: str
    ids: tuple[int, ...]
    count: int

    def __str__(self) -> str:
        more = ", ..." if self.count > len(self.ids) else ""
        ids = ", ".join(map(str, self.ids))
        return f"{self.name} (rule {self.rule}): {self.sentence} Not so: {self.about} {ids}{more}"


async def check(invariants: tuple[Invariant, ...] = INVARIANTS) -> tuple[Finding, ...]:
    """Every sentence that is not true now; an empty answer means that the books balance."""
    found = []
    for one in invariants:
        rows = await LedgerEntry.raw(one.sql)
        if rows:
            ids = tuple(row["id"] for row in rows[:MOST_IDS])
            found.append(Finding(one.name, one.rule, one.sentence, one.about, ids, count=len(rows)))
    return tuple(found)

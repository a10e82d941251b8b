"""The boots that are on no vehicle: available ones and those out of service."""

from dataclasses import dataclass

from app.reads.dashboard.asked import PER_PAGE, Asked
from app.reads.dashboard.stretch import Stretch, stretch
from app.rules.boots.states import OUT_REASON_WORDS, BootStatus, OutReason
from app.tables.boots.boot import Boot

# Plain SQL: the query builder's LIKE has no escape sign on SQLite.
_FOUND = "FROM boot WHERE status = {} AND out_reason <> 'retired' AND name_key LIKE {} ESCAPE '\\'"


@dataclass(frozen=True)
class StoredBoot:
    """`out_reason` is a msgid, "" for an available boot."""

    boot_id: int
    name: str
    out_reason: str


@dataclass(frozen=True)
class Shelf:
    """The boots of one status, by name, and which of its pages they are."""

    status: str
    boots: tuple[StoredBoot, ...]
    shown: Stretch

    @property
    def count(self) -> int:
        """How many boots there are in all."""
        return self.shown.count


async def fleet() -> dict[str, int]:
    """Boot status -> number of boots; retired ones are not counted."""
    rows = await Boot.raw(
        "SELECT status, COUNT(*) AS boots FROM boot WHERE out_reason <> 'retired' GROUP BY status"
    )
    return {row["status"]: int(row["boots"]) for row in rows}


async def shelf(status: BootStatus, asked: Asked, in_fleet: int) -> Shelf:
    """The boots of `status` that match; `in_fleet` is how many there are in all.

    Nothing else than a name finds them: they have no plate and no ticket.
    """
    if not asked.wants(status) or not in_fleet:
        return Shelf(status, (), stretch(asked, status, 0))
    pattern = asked.patterns()[0]
    total = in_fleet
    if asked.search:
        counted = await Boot.raw(f"SELECT COUNT(*) AS boots {_FOUND}", status.value, pattern)
        total = int(counted[0]["boots"])
    shown = stretch(asked, status, total)
    rows = await Boot.raw(
        f"SELECT id, name, out_reason {_FOUND} ORDER BY name_key LIMIT {PER_PAGE} OFFSET {{}}",
        status.value,
        pattern,
        max(0, shown.first - 1),
    )
    return Shelf(
        status,
        tuple(
            StoredBoot(
                row["id"],
                row["name"],
                OUT_REASON_WORDS[OutReason(row["out_reason"])] if row["out_reason"] else "",
            )
            for row in rows
        ),
        shown,
    )

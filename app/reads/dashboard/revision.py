"""How far the boots have moved on, and which of them moved since (rule L2)."""

from datetime import datetime

from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.live_revision import LiveRevision


async def live_revision() -> int:
    """The counter that every change of a boot bumps."""
    row = await LiveRevision.select(LiveRevision.value).first()
    return int(row["value"]) if row else 0


async def changed_since(revision: int, most: int) -> dict[int, int]:
    """Boot id -> revision of the boots that moved after `revision`; at most `most` + 1 of them."""
    rows = (
        await Boot.select(Boot.id, Boot.revision)
        .where(Boot.revision > revision)
        .order_by(Boot.revision)
        .limit(most + 1)
    )
    return {int(row["id"]): int(row["revision"]) for row in rows}


async def next_deadline(now: datetime) -> datetime | None:
    """When the next boot on its way back becomes overdue, or None (rules D5, D6)."""
    row = (
        await BootAssignment.select(BootAssignment.return_due_at)
        .where(
            BootAssignment.closed_at.is_null(),
            BootAssignment.returned_at.is_null(),
            BootAssignment.reported_returned_at.is_null(),
            BootAssignment.return_due_at >= now,
        )
        .order_by(BootAssignment.return_due_at)
        .first()
    )
    found: datetime | None = row["return_due_at"] if row else None
    return found

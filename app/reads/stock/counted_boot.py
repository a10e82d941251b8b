"""One boot as it was counted, for whoever has just scanned it."""

from dataclasses import dataclass
from datetime import datetime

from app.reads.dashboard.deeds import Deed
from app.reads.stock.next_step import next_deed
from app.rules.boots.states import BootStatus, OutReason
from app.rules.boots.stock_take import IN_STORE
from app.rules.errors import Missing
from app.rules.people.access import Role
from app.tables.stock.stock_line import StockLine


@dataclass(frozen=True)
class CountedBoot:
    """`surprise`: the records said it is elsewhere. `deed` puts that right, where it still can."""

    boot_id: int
    name: str
    status: BootStatus
    surprise: bool
    old_label: bool
    at: datetime
    who: str
    deed: Deed | None


async def counted_boot(take_id: int, boot_id: int, role: Role) -> CountedBoot:
    """The boot as counted in this stock take. Raises `Missing` for one that was not."""
    one = StockLine
    row = (
        await one.select(
            one.boot.name,
            one.status,
            one.old_label,
            one.at,
            one.staff.name,
            one.boot.status,
            one.boot.out_reason,
        )
        .where(one.stock_take == take_id, one.boot == boot_id, one.finding == "counted")
        .first()
    )
    if row is None:
        raise Missing
    status = BootStatus(row["status"])
    reason = OutReason(row["boot.out_reason"]) if row["boot.out_reason"] else None
    return CountedBoot(
        boot_id=boot_id,
        name=row["boot.name"],
        status=status,
        surprise=status not in IN_STORE,
        old_label=bool(row["old_label"]),
        at=row["at"],
        who=row["staff.name"],
        deed=next_deed(boot_id, BootStatus(row["boot.status"]), reason, role, is_here=True),
    )

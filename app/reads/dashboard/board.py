"""Active Boot Assignments: everything one screen shows, the same for every role (rule L3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.reads.dashboard.asked import Asked
from app.reads.dashboard.cases import Group, groups
from app.reads.dashboard.mails_failed import mails_failed
from app.reads.dashboard.refunds_due import refunds_due
from app.reads.dashboard.revision import live_revision, next_deadline
from app.reads.dashboard.store_room import Shelf, fleet, shelf
from app.rules.boots.states import BootStatus


@dataclass(frozen=True)
class Counter:
    """How many boots have a status; `query` leads to them, `current` when they are shown.

    `needing` of them stand under those that need somebody; 0 where the board does not show all.
    """

    status: str
    count: int
    needing: int
    query: str
    current: bool


@dataclass(frozen=True)
class Board:
    """What the board shows at `revision`.

    True until the revision moves on or `good_until` (aware UTC) has passed, when a boot becomes
    overdue by nothing but the clock.
    """

    revision: int
    asked: Asked
    counters: tuple[Counter, ...]
    refunds_due: int
    mails_failed: int
    groups: tuple[Group, ...]
    shelves: tuple[Shelf, ...]
    good_until: datetime | None


async def board(asked: Asked, now: datetime) -> Board:
    """The board as `asked` (rule L4): at most 100 rows a group, at most twelve statements."""
    # First, so that a change in the middle of the reading makes the answer old, never new.
    revision = await live_revision()
    good_until = await next_deadline(now)
    count = await fleet()
    shown = await groups(asked, now)
    return Board(
        revision=revision,
        asked=asked,
        counters=tuple(
            Counter(
                status,
                count.get(status, 0),
                _needing(asked, status, count.get(status, 0), shown),
                asked.with_status("" if asked.status == status else status).query(),
                asked.status == status,
            )
            for status in BootStatus
        ),
        refunds_due=await refunds_due(),
        mails_failed=await mails_failed(now),
        groups=shown,
        shelves=tuple(
            [
                await shelf(status, asked, count.get(status, 0))
                for status in (BootStatus.available, BootStatus.out_of_service)
            ]
        ),
        good_until=good_until,
    )


def _needing(asked: Asked, status: BootStatus, count: int, shown: Sequence[Group]) -> int:
    """Those that are not in the group of their status, because another one has them (rule L4)."""
    listed = {group.name: group.shown.count for group in shown}
    whole = not asked.search and asked.status in ("", status)
    return max(0, count - listed[status]) if whole and status in listed else 0

"""Tell this process's open screens what no hint has told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.clock import now
from app.gateways.live.signals import CatchUp, Changed, Signals
from app.reads.dashboard.revision import changed_since, live_revision, next_deadline

# More boots than this unheard of, and reading everything is cheaper.
MOST_BY_NAME = 100


@dataclass(frozen=True)
class Swept:
    """How far the last sweep saw, and when the clock alone will change the board next."""

    revision: int
    deadline_at: datetime | None


async def tell_missed(signals: Signals, before: Swept | None, heard: Mapping[int, int]) -> Swept:
    """Hand out what changed since `before` and was not `heard` (boot id -> revision); rule L2.

    Hands out inside this process only: every other process sweeps for itself. One statement while
    nothing changes. The first sweep (`before` None) only takes its bearings.
    """
    at = now()
    revision = await live_revision()
    if before is None:
        return Swept(revision, await next_deadline(at))
    is_due = before.deadline_at is not None and before.deadline_at < at
    if revision == before.revision and not is_due:
        return before
    moved = await changed_since(before.revision, MOST_BY_NAME)
    # The last step of the counter was no boot's: something beside the rows has changed.
    beside = max(moved.values(), default=0) < revision
    if is_due or beside or revision < before.revision or len(moved) > MOST_BY_NAME:
        signals.hand_out(CatchUp())
    else:
        for boot_id, reached in moved.items():
            if heard.get(boot_id, 0) < reached:
                signals.hand_out(Changed(boot_id, reached))
    return Swept(revision, await next_deadline(at))

"""Take back the leases of a process that has died."""

from app.db import transaction
from app.tables.effects.outbox import Outbox


async def drop_leases() -> None:
    """Let everything due be tried at once.

    Only where one process keeps all promises: when it starts, nobody else can hold a lease.
    """
    async with transaction():
        await Outbox.update({Outbox.leased_until: None}).where(
            Outbox.done_at.is_null(), Outbox.leased_until.is_not_null()
        )

"""Put a repaired, found or retired boot back on the shelf."""

from app.actions.steps.boots.refuse_spent_code import refuse_spent_code
from app.actions.steps.move_boot import move_boot
from app.actions.steps.work import Bells, work
from app.rules.boots.names import NAME_IN_USE
from app.rules.boots.states import BootVerb, OutReason, permission_for
from app.rules.errors import Conflict, Missing, NotAllowed, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.boots.boot import Boot


async def put_back(actor: Actor, bells: Bells, boot_id: int) -> None:
    """Out of service to available (rule B11); a retired boot only by an administrator.

    Raises `Missing`, `NotAllowed`, and `Conflict` naming what the boot is now, asking for a new
    code first (rule C2), or because a retired boot's name has been given to another.
    """
    try:
        async with work(actor, bells) as doing:
            row = await Boot.select(Boot.out_reason).where(Boot.id == boot_id).first()
            if row is None:
                raise Missing
            stood = OutReason(row["out_reason"]) if row["out_reason"] else None
            await move_boot(doing, boot_id, BootVerb.put_back)
            needed = permission_for(BootVerb.put_back, stood)
            if needed is None or not actor.may(needed):
                raise NotAllowed
            await refuse_spent_code(boot_id)
            await doing.record("put_back", "boot", boot_id, before={"out_reason": stood})
    except Taken:
        raise Conflict(NAME_IN_USE, next_step=N_("Rename one of the two boots first.")) from None

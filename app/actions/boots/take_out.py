"""Take a boot off the shelf, for repair or for good."""

from app.actions.steps.assignments.close_case import close_case
from app.actions.steps.move_boot import move_boot
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, work
from app.reads.assignments.case import open_case_of_boot
from app.rules.boots.states import BootVerb, OutReason, check_out_reason, permission_for
from app.rules.errors import NotAllowed
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason


async def take_out(
    actor: Actor, bells: Bells, boot_id: int, *, out_reason: OutReason, reason: str
) -> None:
    """Available or returned to out of service; closes an open assignment (rules B10, B14).

    Raises `NotAllowed` when somebody else than an administrator retires a boot, `Missing`,
    `Invalid` on `out_reason` and `reason`, and `Conflict` naming what the boot is now.
    """
    check_out_reason(BootVerb.take_out, out_reason)
    reason = clean_reason(reason)
    needed = permission_for(BootVerb.take_out, out_reason)
    if needed is None or not actor.may(needed):
        raise NotAllowed
    async with work(actor, bells) as doing:
        case = await open_case_of_boot(boot_id)
        if case is not None:
            await take_turn([case.vehicle_id])
        await move_boot(doing, boot_id, BootVerb.take_out, out_reason=out_reason)
        # Asked again: before the boot's row was ours the case could still be closed or undone.
        case = await open_case_of_boot(boot_id)
        if case is not None:
            await close_case(doing, case.assignment_id, BootVerb.take_out)
        await doing.record(
            "take_out", "boot", boot_id, after={"out_reason": out_reason.value}, reason=reason
        )

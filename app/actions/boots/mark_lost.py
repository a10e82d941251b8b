"""Write off a boot that is on a car or with a driver and will not come back."""

from app.actions.steps.assignments.close_case import close_case
from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.deposits.deposit_falls_due import deposit_falls_due
from app.actions.steps.move_boot import move_boot
from app.actions.steps.work import Bells, work
from app.rules.boots.states import BootVerb, OutReason
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason


async def mark_lost(actor: Actor, bells: Bells, assignment_id: int, *, reason: str) -> None:
    """Issued or released to out of service (lost); closes the assignment (rule B9).

    The deposit falls due for a decision (rule D2). Raises `Missing`, `Invalid` on `reason`, and
    `Conflict` naming what the boot is now.
    """
    reason = clean_reason(reason)
    async with work(actor, bells) as doing:
        case = await hold_case(assignment_id, BootVerb.mark_lost)
        await close_case(doing, case.assignment_id, BootVerb.mark_lost)
        await deposit_falls_due(doing, case.violation_id)
        await move_boot(doing, case.boot_id, BootVerb.mark_lost, out_reason=OutReason.lost)
        await doing.record(
            "mark_lost",
            "boot_assignment",
            case.assignment_id,
            before={"status": case.boot_status.value},
            reason=reason,
        )

"""Staff confirm that a released boot is back."""

from app.actions.steps.assignments.bring_back import Return, bring_back
from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.judge_release import judge_release
from app.actions.steps.move_boot import move_boot
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import system_settings
from app.rules.boots.states import BootVerb
from app.rules.people.actor import Actor


async def mark_returned(actor: Actor, bells: Bells, assignment_id: int, back: Return) -> None:
    """Released to returned, with condition and place (rules B7, D2, D10).

    Raises `Missing`, `Invalid`, and `Conflict` naming what the boot is now.
    """
    async with work(actor, bells) as doing:
        case = await hold_case(assignment_id, BootVerb.mark_returned)
        await move_boot(doing, case.boot_id, BootVerb.mark_returned)
        await bring_back(doing, case, back)
        # A ticket that became void may have been what another boot of this car waited for.
        await judge_release(doing, [case.vehicle_id], await system_settings())

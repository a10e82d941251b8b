"""Put a returned boot back on the shelf."""

from app.actions.steps.assignments.close_case import close_case
from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.boots.refuse_spent_code import refuse_spent_code
from app.actions.steps.move_boot import move_boot
from app.actions.steps.work import Bells, work
from app.rules.boots.states import BootVerb
from app.rules.people.actor import Actor


async def make_available(actor: Actor, bells: Bells, assignment_id: int) -> None:
    """Returned to available; closes the assignment (rule B8).

    Raises `Missing`, and `Conflict` naming what the boot is now or saying that it needs a new
    code first (rule C2).
    """
    async with work(actor, bells) as doing:
        case = await hold_case(assignment_id, BootVerb.make_available)
        await close_case(doing, case.assignment_id, BootVerb.make_available)
        await move_boot(doing, case.boot_id, BootVerb.make_available)
        await refuse_spent_code(case.boot_id)
        await doing.record("make_available", "boot_assignment", case.assignment_id)

"""Staff took the boot off themselves and brought it back."""

from dataclasses import replace

from app.actions.assignments.authorise_release import Permit
from app.actions.steps.assignments.bring_back import Return, bring_back
from app.actions.steps.assignments.decide_debt import decide_debt
from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.judge_release import judge_release
from app.actions.steps.move_boot import move_boot
from app.actions.steps.work import Bells, Work, work
from app.reads.assignments.case import Case
from app.reads.settings.system_settings import system_settings
from app.rules.boots.deadlines import return_due_at
from app.rules.boots.release import debt_choice
from app.rules.boots.states import BootVerb
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.tables.boots.boot_assignment import BootAssignment


async def remove_by_staff(
    actor: Actor, bells: Bells, assignment_id: int, permit: Permit, back: Return
) -> None:
    """Issued to returned: authorised and returned in one transaction, both recorded (rule B6).

    No code leaves the house, so none is disclosed and `permit.email` is not used. Raises
    `Missing`, `Invalid`, and `Conflict` naming what the boot is now.
    """
    choice = debt_choice(permit.basis, permit.debt)
    permit = replace(permit, reason=clean_reason(permit.reason))
    async with work(actor, bells) as doing:
        settings = await system_settings()
        case = await hold_case(assignment_id, BootVerb.remove_by_staff)
        await decide_debt(doing, case, choice, permit.reason)
        await move_boot(doing, case.boot_id, BootVerb.remove_by_staff)
        await _authorise(doing, case, permit, settings.return_window_hours)
        await bring_back(doing, case, back)
        await judge_release(doing, [case.vehicle_id], settings)


async def _authorise(doing: Work, case: Case, permit: Permit, window_hours: int) -> None:
    await BootAssignment.update(
        {
            BootAssignment.released_at: doing.at,
            BootAssignment.released_by: doing.actor.staff_id,
            BootAssignment.release_basis: permit.basis.value,
            BootAssignment.release_reason: permit.reason,
            BootAssignment.return_due_at: return_due_at(doing.at, window_hours),
        }
    ).where(BootAssignment.id == case.assignment_id)
    await doing.record(
        "release_boot",
        "boot_assignment",
        case.assignment_id,
        after={"basis": permit.basis.value, "payment": None},
        reason=permit.reason,
    )

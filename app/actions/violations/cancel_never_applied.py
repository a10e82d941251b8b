"""Take back the issue of a boot that was never put on the wheel."""

from app.actions.steps.assignments.close_case import close_case
from app.actions.steps.assignments.expire_checkouts import expire_checkouts
from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.assignments.void_debt import void_debt
from app.actions.steps.deposits.deposit_falls_due import deposit_falls_due
from app.actions.steps.deposits.return_deposit import return_deposit
from app.actions.steps.judge_release import judge_release
from app.actions.steps.move_boot import move_boot
from app.actions.steps.work import Bells, Work, work
from app.reads.assignments.case import Case
from app.reads.settings.system_settings import system_settings
from app.rules.boots.states import BootVerb
from app.rules.errors import NotAllowed
from app.rules.people.access import may_cancel_never_applied
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.street.violation_item import ViolationItem

NEVER_APPLIED = N_("The boot was never applied and nothing else was charged.")


async def cancel_never_applied(actor: Actor, bells: Bells, assignment_id: int) -> None:
    """Issued to available; the Apply Boot items are void and the case is closed (rule B5).

    A ticket with nothing else on it becomes void. What is paid for the boot, now or later, goes
    back. Raises `Missing`; `NotAllowed` for an officer on another's entry or after 15 minutes
    (rule S2); `Conflict` naming what the boot is now.
    """
    async with work(actor, bells) as doing:
        case = await hold_case(assignment_id, BootVerb.cancel_never_applied)
        allowed = actor.role is not None and may_cancel_never_applied(
            actor.role,
            is_own=case.issued_by_id == actor.staff_id,
            issued_at=case.issued_at,
            now=doing.at,
        )
        if not allowed:
            raise NotAllowed(
                next_step=N_("After 15 minutes, or for another's entry, the office does it.")
            )
        await return_deposit(doing, case.violation_id)
        await _take_boot_off_ticket(doing, case)
        await close_case(doing, assignment_id, BootVerb.cancel_never_applied)
        # The same payment may hold the deposit of another boot that is back and waited for this.
        await deposit_falls_due(doing, case.violation_id)
        await move_boot(doing, case.boot_id, BootVerb.cancel_never_applied)
        await doing.record(
            "cancel_never_applied",
            "boot_assignment",
            assignment_id,
            after={"boot": case.boot_id, "violation": case.violation_id},
        )
        await judge_release(doing, [case.vehicle_id], await system_settings())


async def _take_boot_off_ticket(doing: Work, case: Case) -> None:
    await ViolationItem.update({ViolationItem.void_at: doing.at}).where(
        ViolationItem.violation == case.violation_id,
        ViolationItem.apply_boot.eq(True),
        ViolationItem.void_at.is_null(),
    )
    something_left = await ViolationItem.exists().where(
        ViolationItem.violation == case.violation_id, ViolationItem.void_at.is_null()
    )
    if something_left:
        await expire_checkouts(doing, case.violation_id)
    else:
        await void_debt(doing, case.violation_id, NEVER_APPLIED)

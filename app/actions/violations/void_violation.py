"""The office declares a ticket void."""

from typing import Any

from app.actions.steps.assignments.void_debt import void_debt
from app.actions.steps.judge_release import judge_release
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.rules.violations.states import ViolationStatus, check_void
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation


async def void_violation(actor: Actor, bells: Bells, violation_id: int, reason: str) -> None:
    """Unpaid or promised to void, with a reason; then the car's other boots are judged (rule R1).

    Raises `Missing`; `Invalid` on `reason`; `Conflict` when it is paid (rule V2), void, or its
    boot is on the car (rule V3).
    """
    reason = clean_reason(reason)
    async with work(actor, bells) as doing:
        ticket = await _ticket(violation_id)
        await take_turn([ticket["vehicle"]])
        ticket = await _ticket(violation_id)
        boot_is_on = await BootAssignment.exists().where(
            BootAssignment.violation == violation_id,
            BootAssignment.closed_at.is_null(),
            BootAssignment.released_at.is_null(),
        )
        check_void(ViolationStatus(ticket["status"]), boot_is_on=boot_is_on)
        await void_debt(doing, violation_id, reason)
        await judge_release(doing, [ticket["vehicle"]], await system_settings())


async def _ticket(violation_id: int) -> dict[str, Any]:
    row = (
        await Violation.select(Violation.vehicle, Violation.status)
        .where(Violation.id == violation_id)
        .first()
    )
    if row is None:
        raise Missing
    return dict(row)

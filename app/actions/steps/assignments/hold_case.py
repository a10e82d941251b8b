"""Take the turn of a case's vehicle and see whether the verb at hand is still possible."""

from app.actions.steps.take_turn import take_turn
from app.reads.assignments.case import Case, case_of
from app.rules.boots.states import NOW_WORDS, BootVerb, check_move
from app.rules.errors import Conflict


async def hold_case(assignment_id: int, verb: BootVerb) -> Case:
    """The open case, read while nobody else can judge its vehicle (first lock of a verb).

    Raises `Missing`; `Conflict` naming what the boot is now when the case is closed or the boot
    is in no status for `verb`. A closed case is refused even if its boot stands in the right
    status again: it would be another driver's boot.
    """
    vehicle_id = (await case_of(assignment_id)).vehicle_id
    await take_turn([vehicle_id])
    case = await case_of(assignment_id)
    if case.closed_at is not None:
        raise Conflict(NOW_WORDS[case.boot_status])
    check_move(verb, case.boot_status)
    return case

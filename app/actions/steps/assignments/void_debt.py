"""Make what is owed for a ticket void, whoever decided it."""

from app.actions.steps.assignments.expire_checkouts import expire_checkouts
from app.actions.steps.payments.cancel_promises import cancel_promises
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.violations.states import (
    VIOLATION_MOVES,
    ViolationStatus,
    ViolationVerb,
)
from app.tables.street.violation import Violation


async def void_debt(doing: Work, violation_id: int, reason: str) -> bool:
    """Unpaid or promised becomes void; True when it did (a paid ticket is refunded, rule V2).

    Its open checkouts are expired and a promise to pay nothing but void tickets is cancelled.
    The vehicle's turn is held by the caller.
    """
    move = VIOLATION_MOVES[ViolationVerb.void]
    if not await win_move(
        Violation,
        Violation.id == violation_id,
        Violation.status,
        move,
        {Violation.void_at: doing.at, Violation.void_reason: reason},
    ):
        return False
    await doing.record(
        "void_violation",
        "violation",
        violation_id,
        after={"status": ViolationStatus.void.value},
        reason=reason,
    )
    await expire_checkouts(doing, violation_id)
    await cancel_promises(doing, [violation_id])
    return True

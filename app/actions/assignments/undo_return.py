"""Take back a return that was recorded by mistake."""

from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.assignments.promise_reminder import promise_reminder
from app.actions.steps.move_boot import move_boot
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, Work, work
from app.reads.assignments.case import Case
from app.reads.assignments.refund_started import refund_started
from app.rules.boots.states import BootVerb, check_undo_return
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.rules.violations.states import OWING
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation_item import ViolationItem


async def undo_return(actor: Actor, bells: Bells, assignment_id: int, *, reason: str) -> None:
    """Returned to released, only while no refund has started (rule B7); the deposit is held again.

    Raises `Missing`, `Invalid` on `reason`, and `Conflict` naming what the boot is now.
    """
    reason = clean_reason(reason)
    async with work(actor, bells) as doing:
        case = await hold_case(assignment_id, BootVerb.undo_return)
        check_undo_return(refund_started=await refund_started(case.violation_id))
        await _hold_deposit_again(doing, case)
        await _owe_boot_items_again(doing, case)
        await BootAssignment.update(
            {
                BootAssignment.returned_at: None,
                BootAssignment.returned_by: None,
                BootAssignment.return_condition: "",
                BootAssignment.return_place: None,
            }
        ).where(BootAssignment.id == case.assignment_id)
        await move_boot(doing, case.boot_id, BootVerb.undo_return)
        if case.remind_at is not None:
            # The moment may have come while the boot counted as back (rule D9).
            await promise_reminder(doing, case.assignment_id, case.remind_at)
        # Released again means that the driver may be told the code (rule C2).
        await Boot.update({Boot.code_disclosed_at: doing.at}).where(Boot.id == case.boot_id)
        await doing.record(
            "undo_return",
            "boot_assignment",
            case.assignment_id,
            before={
                "returned_at": case.returned_at.isoformat() if case.returned_at else None,
                "condition": case.return_condition,
                "place": case.return_place_id,
            },
            reason=reason,
        )


async def _hold_deposit_again(doing: Work, case: Case) -> None:
    move = DEPOSIT_MOVES[DepositVerb.hold_again]
    lines = await PaymentLine.select(PaymentLine.payment).where(
        PaymentLine.violation == case.violation_id, PaymentLine.kept.eq(True)
    )
    for line in lines:
        if await win_move(Payment, Payment.id == line["payment"], Payment.deposit_status, move):
            await doing.record(
                "deposit_held_again",
                "payment",
                line["payment"],
                after={"deposit": move.target.value},
            )


async def _owe_boot_items_again(doing: Work, case: Case) -> None:
    """Only what this return made void, and only on a ticket that still owes something."""
    if case.violation_status not in OWING:
        return
    restored = (
        await ViolationItem.update({ViolationItem.void_at: None})
        .where(
            ViolationItem.violation == case.violation_id,
            ViolationItem.apply_boot.eq(True),
            ViolationItem.void_at == case.returned_at,
        )
        .returning(ViolationItem.id)
    )
    if restored:
        await doing.record(
            "owe_boot_items_again",
            "violation",
            case.violation_id,
            after={"items": [row["id"] for row in restored]},
        )

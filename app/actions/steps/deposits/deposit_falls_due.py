"""The boot is back or lost: what becomes of the deposit has to be decided now (rule D2)."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


async def deposit_falls_due(doing: Work, violation_id: int) -> None:
    """Held becomes due on the payment that keeps the ticket's line; call it once the boot is back.

    A payment that holds the deposits of two boots waits for both: it has one deposit status.
    """
    line = (
        await PaymentLine.select(PaymentLine.payment, PaymentLine.deposit_cents)
        .where(PaymentLine.violation == violation_id, PaymentLine.kept.eq(True))
        .first()
    )
    if line is None or line["deposit_cents"] == 0:
        return
    if await _another_boot_is_out(line["payment"]):
        return
    move = DEPOSIT_MOVES[DepositVerb.fall_due]
    if await win_move(Payment, Payment.id == line["payment"], Payment.deposit_status, move):
        await doing.record(
            "deposit_falls_due", "payment", line["payment"], after={"deposit": move.target.value}
        )


async def _another_boot_is_out(payment_id: int) -> bool:
    paid = await PaymentLine.select(PaymentLine.violation).where(
        PaymentLine.payment == payment_id,
        PaymentLine.kept.eq(True),
        PaymentLine.deposit_cents > 0,
    )
    return await BootAssignment.exists().where(
        BootAssignment.violation.is_in([row["violation"] for row in paid]),
        BootAssignment.returned_at.is_null(),
        BootAssignment.closed_at.is_null(),
    )

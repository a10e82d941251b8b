"""A deposit that had left our hands is ours to hold again."""

from app.actions.steps.parts.where_boots_are import boot_is_out
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


async def hold_deposit(doing: Work, payment_id: int) -> None:
    """Held while the boot is out, due once it is back or lost (rule D2)."""
    row, status = Payment.id == payment_id, Payment.deposit_status
    await win_move(Payment, row, status, DEPOSIT_MOVES[DepositVerb.refund_failed])
    await win_move(Payment, row, status, DEPOSIT_MOVES[DepositVerb.hold])
    lines = await PaymentLine.select(PaymentLine.violation).where(
        PaymentLine.payment == payment_id,
        PaymentLine.kept.eq(True),
        PaymentLine.deposit_cents > 0,
    )
    out = await boot_is_out([line["violation"] for line in lines])
    verb = DepositVerb.hold_again if out else DepositVerb.fall_due
    await win_move(Payment, row, status, DEPOSIT_MOVES[verb])
    await doing.record("hold_deposit", "payment", payment_id)

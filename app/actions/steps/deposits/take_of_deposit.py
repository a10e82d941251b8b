"""A deposit that is held or due left by a refund made at the provider, whole or in part."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.payment import Payment


async def take_of_deposit(doing: Work, payment_id: int, cents: int) -> None:
    """Decide the whole of it, or leave less to be decided (rules D2, D4)."""
    row = Payment.id == payment_id
    less = (
        await Payment.update({Payment.deposit_cents: Payment.deposit_cents - cents})
        .where(row, Payment.deposit_cents > cents)
        .returning(Payment.id)
    )
    if less:
        await doing.record("take_of_deposit", "payment", payment_id, after={"amount_cents": cents})
        return
    await win_move(Payment, row, Payment.deposit_status, DEPOSIT_MOVES[DepositVerb.refund_all])

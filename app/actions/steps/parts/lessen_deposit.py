"""Some of a deposit, or all of it, went back at the provider before anybody decided about it."""

from app.actions.steps.win_move import win_move
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.payment import Payment


async def lessen_deposit(payment_id: int, cents: int) -> None:
    """Leave the rest to be decided about; without a rest it is refunded (rule D2)."""
    rest = await (
        Payment.update({Payment.deposit_cents: Payment.deposit_cents - cents})
        .where(Payment.id == payment_id, Payment.deposit_cents > cents)
        .returning(Payment.id)
    )
    if not rest:
        step = DEPOSIT_MOVES[DepositVerb.refund_all]
        await win_move(Payment, Payment.id == payment_id, Payment.deposit_status, step)

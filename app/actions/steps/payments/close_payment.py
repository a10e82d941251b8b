"""Close a payment that nobody will finish any more."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentVerb
from app.tables.money.payment import Payment


async def close_payment(work: Work, payment_id: int) -> bool:
    """Move it to expired; False when it is settled or closed already (rule P1)."""
    step = PAYMENT_MOVES[PaymentVerb.expire]
    row = Payment.id == payment_id
    closed = await win_move(Payment, row, Payment.status, step, {Payment.closed_at: work.at})
    if closed:
        await work.record("close_payment", "payment", payment_id)
    return closed

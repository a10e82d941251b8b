"""Promise to close the open checkouts of a ticket whose price has just changed."""

from app.actions.steps.work import Work
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentVerb
from app.rules.outbox.effects import Effect
from app.tables.money.payment_line import PaymentLine


async def expire_checkouts(doing: Work, violation_id: int) -> None:
    """Each checkout that still could take money for the ticket is expired at its provider.

    One that succeeds all the same is settled or refunded then (rules P3 and P5).
    """
    open_statuses = [status.value for status in PAYMENT_MOVES[PaymentVerb.expire].sources]
    rows = (
        await PaymentLine.select(PaymentLine.payment)
        .where(
            PaymentLine.violation == violation_id,
            PaymentLine.payment.status.is_in(open_statuses),
            PaymentLine.payment.provider != "",
        )
        .order_by(PaymentLine.payment)
    )
    for row in rows:
        await doing.promise(Effect.EXPIRE_CHECKOUT, row["payment"])

"""Note that money has to go back, and promise to send it."""

from app.actions.steps.work import Work
from app.rules.effects import Effect
from app.rules.payment_states import RefundStatus
from app.tables.money.refund import Refund


async def want_refund(work: Work, payment_id: int, reason: str, amount_cents: int) -> None:
    """Promise `amount_cents` > 0 back to the payer of `payment_id` (rules P5, P10).

    Raises `Taken` when this payment is being refunded for this reason already.
    """
    rows = await Refund.insert(
        Refund(
            payment=payment_id,
            reason=reason,
            amount_cents=amount_cents,
            status=RefundStatus.wanted.value,
            wanted_at=work.at,
        )
    ).returning(Refund.id)
    await work.promise(Effect.PAY_BACK, int(rows[0]["id"]))
    await work.record(
        "want_refund", "payment", payment_id, after={"amount_cents": amount_cents}, reason=reason
    )

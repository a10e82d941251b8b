"""Note that money has to go back, and promise to send it."""

from dataclasses import dataclass

from app.actions.steps.work import Work
from app.rules.effects import Effect
from app.rules.payment_states import RefundStatus
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund


@dataclass(frozen=True)
class Capture:
    """Which money goes back: the provider's name for it ("" if it named none) and its currency."""

    ref: str
    currency: str


async def want_refund(
    work: Work, payment_id: int, reason: str, amount_cents: int, capture: Capture | None = None
) -> int:
    """Promise `amount_cents` > 0 back to the payer of `payment_id` (rules P5, P10).

    `capture` is the payment's own unless another is named. Returns the refund's id; raises
    `Taken` when that capture is being refunded for this reason already.
    """
    from_capture = capture or await _own_capture(payment_id)
    rows = await Refund.insert(
        Refund(
            payment=payment_id,
            reason=reason,
            capture_ref=from_capture.ref,
            currency=from_capture.currency,
            amount_cents=amount_cents,
            status=RefundStatus.wanted.value,
            wanted_at=work.at,
        )
    ).returning(Refund.id)
    refund_id = int(rows[0]["id"])
    await work.promise(Effect.PAY_BACK, refund_id)
    await work.record(
        "want_refund",
        "payment",
        payment_id,
        after={"amount_cents": amount_cents, "currency": from_capture.currency},
        reason=reason,
    )
    return refund_id


async def _own_capture(payment_id: int) -> Capture:
    row = (
        await Payment.select(Payment.capture_ref, Payment.currency)
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None:
        raise ValueError("a refund belongs to a payment")
    return Capture(ref=row["capture_ref"] or "", currency=row["currency"])

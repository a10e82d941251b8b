"""Note that money has to go back, and promise to send it."""

from dataclasses import dataclass

from app.actions.steps.work import Work
from app.rules.errors import Conflict
from app.rules.money.payment_states import RefundStatus
from app.rules.money.payment_ways import PaymentWay
from app.rules.outbox.effects import Effect
from app.rules.wording import N_
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund

MORE_THAN_PAID = N_("More cannot go back than was paid. Nothing was refunded.")


@dataclass(frozen=True)
class Capture:
    """Money of another kind than the payment asked for: the provider's name for it, its currency.

    `ref` is "" if the provider named none.
    """

    ref: str
    currency: str


async def want_refund(
    work: Work,
    payment_id: int,
    reason: str,
    amount_cents: int,
    wrong: Capture | None = None,
    *,
    note: str = "",
) -> int:
    """Promise `amount_cents` > 0 back to the payer of `payment_id` (rules D4, P5, P10).

    It is taken from the payment's own money, unless `wrong` names a capture that was never
    credited. By card the worker sends it; what came over the counter waits for a recorded pay-out.
    Returns the refund's id. Raises `Conflict` when more would go back than was captured, `Taken`
    when that money is being refunded for this reason already.
    """
    way, capture = (PaymentWay.card, wrong) if wrong else await _own(payment_id, amount_cents)
    rows = await Refund.insert(
        Refund(
            payment=payment_id,
            reason=reason,
            capture_ref=capture.ref,
            currency=capture.currency,
            amount_cents=amount_cents,
            way=way.value,
            note=note,
            wanted_by=work.actor.staff_id,
            status=RefundStatus.wanted.value,
            wanted_at=work.at,
        )
    ).returning(Refund.id)
    refund_id = int(rows[0]["id"])
    if way is PaymentWay.card:
        await work.promise(Effect.PAY_BACK, refund_id)
    await work.record(
        "want_refund",
        "payment",
        payment_id,
        after={"amount_cents": amount_cents, "currency": capture.currency, "refund": refund_id},
        reason=reason,
    )
    return refund_id


async def _own(payment_id: int, amount_cents: int) -> tuple[PaymentWay, Capture]:
    """Reserve the amount: the guard here and a check of the database keep it within the capture."""
    won = (
        await Payment.update({Payment.refunded_cents: Payment.refunded_cents + amount_cents})
        .where(
            Payment.id == payment_id,
            Payment.captured_cents >= Payment.refunded_cents + amount_cents,
        )
        .returning(Payment.method, Payment.capture_ref, Payment.currency)
    )
    if not won:
        raise Conflict(MORE_THAN_PAID)
    row = won[0]
    return PaymentWay(row["method"]), Capture(
        ref=row["capture_ref"] or "", currency=row["currency"]
    )

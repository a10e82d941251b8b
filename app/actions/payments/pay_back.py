"""Send one wanted refund to the provider and enter it in the books."""

from typing import Any

from piccolo.columns import Column

from app.actions.steps.enter_ledger import enter_ledger
from app.actions.steps.work import Bells, work
from app.gateways.payments.provider import PaymentProvider, ProviderRefused
from app.rules.actor import SYSTEM
from app.rules.ledger import LedgerAccount
from app.rules.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.tables.money.refund import Refund


async def pay_back(refund_id: int, provider: PaymentProvider, bells: Bells) -> None:
    """Give the money back by the way it came (rule P10).

    Transaction, call, transaction: the refund's id is the idempotency key, so a crash between the
    two never pays twice. Raises `ProviderDown` (try again) and `ProviderRefused`, after noting
    the refund as failed for staff to see.
    """
    row = (
        await Refund.select(
            Refund.amount_cents,
            Refund.status,
            Refund.payment,
            Refund.payment.capture_ref,
            Refund.payment.currency,
        )
        .where(Refund.id == refund_id)
        .first()
    )
    if row is None or row["status"] == RefundStatus.done.value:
        return
    if row["payment.capture_ref"] is None:
        raise ProviderRefused("no_capture")
    await _move(RefundVerb.send, refund_id, {}, bells)
    try:
        answer = await provider.refund(
            row["payment.capture_ref"], row["amount_cents"], idempotency_key=f"refund-{refund_id}"
        )
    except ProviderRefused as refusal:
        await _move(RefundVerb.fail, refund_id, {Refund.last_error: refusal.code}, bells)
        raise
    step = REFUND_MOVES[RefundVerb.finish]
    async with work(SYSTEM, bells) as doing:
        done = (
            await Refund.update(
                {
                    Refund.status: step.target.value,
                    Refund.provider_ref: answer.refund_ref,
                    Refund.done_at: doing.at,
                }
            )
            .where(Refund.id == refund_id, Refund.status.is_in([one.value for one in step.sources]))
            .returning(Refund.id)
        )
        if not done:
            return
        await enter_ledger(
            doing,
            LedgerAccount.OWED_BACK,
            LedgerAccount.CARD_MONEY,
            row["amount_cents"],
            row["payment.currency"],
            cause=f"refund:{refund_id}",
            payment_id=row["payment"],
        )
        await doing.record(
            "pay_back", "refund", refund_id, after={"amount_cents": row["amount_cents"]}
        )


async def _move(
    verb: RefundVerb, refund_id: int, more: dict[Column | str, Any], bells: Bells
) -> None:
    step = REFUND_MOVES[verb]
    async with work(SYSTEM, bells) as doing:
        await Refund.update({Refund.status: step.target.value, **more}).where(
            Refund.id == refund_id, Refund.status.is_in([one.value for one in step.sources])
        )
        await doing.record(f"{verb}_refund", "refund", refund_id)

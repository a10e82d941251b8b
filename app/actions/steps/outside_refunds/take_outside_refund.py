"""Somebody refunded at the provider itself: the money is gone, so the books say so."""

import structlog

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.deposits.take_of_deposit import take_of_deposit
from app.actions.steps.notices.part_notice import PartNotice
from app.actions.steps.outside_refunds.outside_reason import REFUNDED_OUTSIDE, outside_reason
from app.actions.steps.outside_refunds.taken_from import taken_from
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import RefundStatus
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund

log = structlog.get_logger("money")


async def take_outside_refund(doing: Work, payment_id: int, part: PartNotice) -> bool:
    """Enter it as a refund that is done and flag the payment (rules D4, P10); False for a repeat.

    The vehicle's turn is held. Money that waits to go back by ourselves is left alone: when the
    provider gave back more than we have besides, nothing is entered and the office is told.
    """
    reason = outside_reason(part.ref)
    if await Refund.exists().where(Refund.payment == payment_id, Refund.reason == reason):
        return False
    await Payment.update({Payment.flag: REFUNDED_OUTSIDE}).where(
        Payment.id == payment_id, Payment.flag == ""
    )
    won = (
        await Payment.update({Payment.refunded_cents: Payment.refunded_cents + part.cents})
        .where(
            Payment.id == payment_id,
            Payment.captured_cents >= Payment.refunded_cents + part.cents,
        )
        .returning(Payment.capture_ref)
    )
    if not won:
        log.error("the provider refunded more than is left", payment=payment_id)
        await doing.record(
            "refund_beyond", "payment", payment_id, after={"amount_cents": part.cents}
        )
        return True
    rows = await Refund.insert(
        Refund(
            payment=payment_id,
            reason=reason,
            capture_ref=won[0]["capture_ref"] or "",
            currency=part.currency,
            amount_cents=part.cents,
            status=RefundStatus.done.value,
            provider_ref=part.ref,
            wanted_at=doing.at,
            done_at=doing.at,
        )
    ).returning(Refund.id)
    refund_id = int(rows[0]["id"])
    for account, cents in await taken_from(payment_id, part.cents):
        if account is LedgerAccount.DEPOSITS:
            await take_of_deposit(doing, payment_id, cents)
        if account is LedgerAccount.CREDITED:
            await Payment.update({Payment.credited_cents: Payment.credited_cents - cents}).where(
                Payment.id == payment_id
            )
        await enter_ledger(
            doing,
            account,
            LedgerAccount.CARD_MONEY,
            cents,
            part.currency,
            cause=f"refund:{refund_id}:{account}",
            payment_id=payment_id,
        )
    await doing.record(
        "refunded_outside", "payment", payment_id, after={"amount_cents": part.cents}
    )
    return True

"""Settle a payment: what a provider told us becomes a fact, once, in one transaction."""

from dataclasses import dataclass
from enum import StrEnum

import structlog

from app.actions.steps.money.close_payment import close_payment
from app.actions.steps.money.credit_payment import Received, credit_payment
from app.actions.steps.money.owe_back import owe_back
from app.actions.steps.money.want_refund import Capture
from app.actions.steps.work import Bells, Work, work
from app.gateways.payments.provider import Notice, NoticeKind
from app.reads.settings.system_settings import system_settings
from app.rules.actor import Actor
from app.rules.ledger import LedgerAccount
from app.rules.payment_states import PAYMENT_MOVES, PaymentStatus, PaymentVerb
from app.tables.money.payment import Payment
from app.tables.money.provider_notice import ProviderNotice
from app.tables.money.refund import Refund

log = structlog.get_logger("money")

WRONG_MONEY = "wrong_money"


class Outcome(StrEnum):
    """What became of a notice; stored with it in the inbox."""

    SETTLED = "settled"
    REPEATED = "repeated"
    UNKNOWN = "unknown payment"
    REFUSED = "wrong currency or mode"
    NOTED = "noted"


@dataclass(frozen=True)
class _Payment:
    id: int
    status: PaymentStatus
    currency: str
    live: bool


async def settle_payment(provider_name: str, notice: Notice, bells: Bells) -> Outcome:
    """Take in one verified notice (rules P1, P2, P4 to P6).

    Callback, return page, webhook and sweep all come through here, in any order and number: the
    inbox takes each notice once and the guarded update settles each payment once. The same
    transaction writes payment, violations, ledger, boot, audit and outbox.
    """
    if notice.kind is NoticeKind.PENDING:
        return await _note_pending(provider_name, notice)
    async with work(Actor(name=provider_name, origin=provider_name), bells) as doing:
        taken = (
            await ProviderNotice.insert(
                ProviderNotice(
                    provider=provider_name,
                    event_id=notice.event_id,
                    kind=notice.kind.value,
                    received_at=doing.at,
                )
            )
            .on_conflict(
                action="DO NOTHING", target=(ProviderNotice.provider, ProviderNotice.event_id)
            )
            .returning(ProviderNotice.id)
        )
        if not taken:
            return Outcome.REPEATED
        payment = await _find(provider_name, notice)
        if payment is None:
            outcome = Outcome.UNKNOWN
            log.error("notice for an unknown payment", provider=provider_name, kind=notice.kind)
        else:
            outcome = await _take(doing, payment, notice)
        await ProviderNotice.update(
            {
                ProviderNotice.outcome: outcome.value,
                ProviderNotice.payment_id: payment.id if payment else None,
            }
        ).where(ProviderNotice.id == taken[0]["id"])
    return outcome


async def _find(provider_name: str, notice: Notice) -> _Payment | None:
    """By our own reference first: a webhook may overtake the answer that names theirs."""
    ours = Payment.reference == (notice.reference or "")
    theirs = (Payment.provider == provider_name) & (Payment.provider_ref == notice.provider_ref)
    row = (
        await Payment.select(Payment.id, Payment.status, Payment.currency, Payment.live)
        .where(ours if notice.reference else theirs)
        .first()
    )
    if row is None:
        return None
    return _Payment(row["id"], PaymentStatus(row["status"]), row["currency"], row["live"])


async def _take(doing: Work, payment: _Payment, notice: Notice) -> Outcome:
    match notice.kind:
        case NoticeKind.PAID:
            return await _take_paid(doing, payment, notice)
        case NoticeKind.DECLINED:
            # Ends nothing: the hosted page stays open for another card.
            return await _flag(payment, "declined")
        case NoticeKind.EXPIRED:
            await close_payment(doing, payment.id)
            return Outcome.NOTED
        case _:
            return Outcome.NOTED


async def _take_paid(doing: Work, payment: _Payment, notice: Notice) -> Outcome:
    if notice.currency != payment.currency or notice.live != payment.live:
        return await _refuse_money(doing, payment, notice)
    settled = await credit_payment(
        doing,
        payment.id,
        Received(
            captured_cents=notice.captured_cents,
            capture_ref=notice.capture_ref,
            provider_ref=notice.provider_ref,
        ),
        await system_settings(),
    )
    return Outcome.SETTLED if settled else Outcome.REPEATED


async def _refuse_money(doing: Work, payment: _Payment, notice: Notice) -> Outcome:
    """Never credited; entered and sent back in its own currency if real money moved (rule P6).

    The payment keeps nothing of it, so that the right money may still come and settle it.
    """
    step = PAYMENT_MOVES[PaymentVerb.settle]
    # Holds the payment's row first: several notices of one capture come at once.
    await Payment.update({Payment.live: payment.live}).where(Payment.id == payment.id)
    noted = (
        await Payment.update({Payment.flag: WRONG_MONEY})
        .where(
            Payment.id == payment.id,
            Payment.flag != WRONG_MONEY,
            Payment.status.is_in([one.value for one in step.sources]),
        )
        .returning(Payment.id)
    )
    capture = Capture(ref=notice.capture_ref or "", currency=notice.currency)
    moved = notice.captured_cents > 0 and (notice.live or not payment.live)
    owed = moved and not await Refund.exists().where(
        Refund.payment == payment.id,
        Refund.reason == WRONG_MONEY,
        Refund.capture_ref == capture.ref,
    )
    if not noted and not owed:
        return Outcome.REPEATED
    await doing.record(
        "refuse_money",
        "payment",
        payment.id,
        after={"currency": notice.currency, "live": notice.live},
    )
    if owed:
        await owe_back(
            doing,
            payment.id,
            WRONG_MONEY,
            notice.captured_cents,
            currency=notice.currency,
            money=LedgerAccount.CARD_MONEY,
            wrong=capture,
        )
    return Outcome.REFUSED


async def _note_pending(provider_name: str, notice: Notice) -> Outcome:
    """Only seen by asking, and no event: the page says "wait", nothing else follows."""
    payment = await _find(provider_name, notice)
    if payment is not None and notice.detail.get("state") == "processing":
        return await _flag(payment, "pending")
    return Outcome.NOTED


async def _flag(payment: _Payment, flag: str) -> Outcome:
    await Payment.update({Payment.flag: flag}).where(
        Payment.id == payment.id, Payment.status == PaymentStatus.started.value
    )
    return Outcome.NOTED

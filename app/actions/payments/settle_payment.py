"""Settle a payment: what a provider told us becomes a fact, once, in one transaction."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog

from app.actions.steps.notices.of_wrong_money import of_wrong_money
from app.actions.steps.notices.part_notice import PART_KINDS, PartNotice
from app.actions.steps.notices.payment_of_refused import payment_of_refused
from app.actions.steps.notices.take_part import take_part
from app.actions.steps.notices.take_waiting import WAITS, take_waiting
from app.actions.steps.payments.close_payment import close_payment
from app.actions.steps.payments.credit_payment import Received, credit_payment
from app.actions.steps.refunds.owe_back import owe_back
from app.actions.steps.refunds.want_refund import Capture
from app.actions.steps.take_payment_turn import take_payment_turn
from app.actions.steps.work import Bells, Work, work
from app.db import ask, hold_name
from app.gateways.payments.provider import Notice, NoticeKind
from app.reads.settings.system_settings import system_settings
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentStatus, PaymentVerb
from app.rules.money.refund_reasons import WRONG_MONEY
from app.rules.people.actor import Actor
from app.tables.money.payment import Payment
from app.tables.money.provider_notice import ProviderNotice
from app.tables.money.refund import Refund

log = structlog.get_logger("money")

_FIND = "SELECT id, status, currency, live FROM payment WHERE "
_DECIDED = "UPDATE provider_notice SET outcome = {}, payment_id = {} WHERE id = {}"


class Outcome(StrEnum):
    """What became of a notice; stored with it in the inbox."""

    SETTLED = "settled"
    REPEATED = "repeated"
    UNKNOWN = "unknown payment"
    REFUSED = "wrong currency or mode"
    NOTED = "noted"
    WAITS = WAITS


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
    transaction writes payment, violations, ledger, boot, audit and outbox. What is said of a
    refund or dispute before its payment is settled waits in the inbox (rule P12).
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
                    capture_ref=notice.capture_ref or "",
                    part_ref=notice.part_ref,
                    part_key=notice.part_key,
                    part_cents=notice.part_cents,
                    currency=notice.currency,
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
        if payment is None and notice.kind in PART_KINDS and notice.capture_ref:
            # Whoever is just settling that capture looks for this notice under the same name.
            await hold_name(notice.capture_ref)
            payment = await _find(provider_name, notice)
        if payment is None and notice.kind in PART_KINDS and notice.capture_ref:
            outcome = Outcome.WAITS
        elif payment is None:
            outcome = Outcome.UNKNOWN
            log.error("notice for an unknown payment", provider=provider_name, kind=notice.kind)
        else:
            outcome = await _take(doing, provider_name, payment, notice)
        await ask(_DECIDED, outcome.value, payment.id if payment else None, taken[0]["id"])
    return outcome


async def _find(provider_name: str, notice: Notice) -> _Payment | None:
    """By our own reference first: a webhook may overtake the answer that names theirs."""
    for by_name, name in (
        ("reference = {}", notice.reference),
        ("provider_ref = {}", notice.provider_ref),
        ("capture_ref = {}", notice.capture_ref),
    ):
        rows = (
            await ask(f"{_FIND}provider = {{}} AND {by_name}", provider_name, name) if name else []
        )
        if rows:
            return _found(rows[0])
    if notice.capture_ref:
        # Of money that was refused only its refund knows the capture.
        known = await payment_of_refused(provider_name, notice.capture_ref)
        rows = await ask(f"{_FIND}id = {{}}", known) if known else []
        if rows:
            return _found(rows[0])
    return None


def _found(row: dict[str, Any]) -> _Payment:
    status = PaymentStatus(row["status"])
    return _Payment(row["id"], status, row["currency"], bool(row["live"]))


async def _take(doing: Work, provider_name: str, payment: _Payment, notice: Notice) -> Outcome:
    if notice.kind in PART_KINDS:
        return await _take_part(doing, provider_name, payment, notice)
    match notice.kind:
        case NoticeKind.PAID:
            return await _take_paid(doing, provider_name, payment, notice)
        case NoticeKind.DECLINED:
            # Ends nothing: the hosted page stays open for another card.
            return await _flag(payment, "declined")
        case NoticeKind.EXPIRED:
            await close_payment(doing, payment.id)
            return Outcome.NOTED
        case _:
            return Outcome.NOTED


async def _take_paid(doing: Work, provider_name: str, payment: _Payment, notice: Notice) -> Outcome:
    if notice.currency != payment.currency or notice.live != payment.live:
        return await _refuse_money(doing, payment, notice)
    settings = await system_settings()
    settled = await credit_payment(
        doing,
        payment.id,
        Received(
            captured_cents=notice.captured_cents,
            capture_ref=notice.capture_ref,
            provider_ref=notice.provider_ref,
        ),
        settings,
    )
    if not settled:
        return Outcome.REPEATED
    if notice.capture_ref:
        await hold_name(notice.capture_ref)
    await take_waiting(doing, payment.id, provider_name, notice.capture_ref or "", settings)
    return Outcome.SETTLED


async def _take_part(doing: Work, provider_name: str, payment: _Payment, notice: Notice) -> Outcome:
    part = PartNotice(
        provider=provider_name,
        kind=notice.kind,
        ref=notice.part_ref,
        key=notice.part_key,
        cents=notice.part_cents,
        currency=notice.currency,
    )
    right = notice.currency == payment.currency and notice.live == payment.live
    if not right and not await of_wrong_money(payment.id, part):
        return Outcome.REFUSED
    # Whoever settles it holds the turn: either he sees this notice waiting, or we see it settled.
    await take_payment_turn(payment.id)
    if not await _may_take(payment.id, part):
        return Outcome.WAITS
    taken = await take_part(doing, payment.id, part, await system_settings())
    return Outcome.NOTED if taken else Outcome.REPEATED


async def _may_take(payment_id: int, part: PartNotice) -> bool:
    """Settled; or a refund of ours, for wrong money goes back without a settlement (rule P6)."""
    return await Payment.exists().where(
        Payment.id == payment_id, Payment.status == PaymentStatus.settled.value
    ) or await Refund.exists().where(
        Refund.payment == payment_id, Refund.id == (part.own_refund_id or 0)
    )


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

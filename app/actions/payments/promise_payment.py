"""A driver promises to bring cash or a cheque to the office."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.payments.freeze_lines import freeze_lines
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.take_turn import take_turn
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, Work, work
from app.clock import local_day
from app.reads.pay.case import OnVehicle, find_case
from app.reads.pay.quote import Quote, quote_for
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Conflict, Missing
from app.rules.money.payment_states import PaymentStatus
from app.rules.money.payment_ways import COUNTER, PaymentWay
from app.rules.outbox.effects import Effect
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor
from app.rules.people.addresses import neighbourhood
from app.rules.people.emails import clean_email
from app.rules.violations.states import VIOLATION_MOVES, ViolationVerb
from app.rules.wording import N_
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation

NOT_OFFERED = N_("Paying by cash or cheque is not offered here.")
NOTHING_OWED = N_("No payment is waiting for this boot, so nothing was promised.")
REMIND_AFTER = timedelta(days=3)
MOST_PROMISED = 20
PROMISED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Promise:
    """Who promises: `payer_hash` is the browser's, never empty."""

    token: str
    email: str
    payer_hash: str
    language: str

    def __post_init__(self) -> None:
        if not self.payer_hash:
            raise ValueError("a payer has a browser")


async def promise_payment(actor: Actor, bells: Bells, promise: Promise) -> int:
    """Tickets become promised; nothing is released (rules P7, P8, R5). Returns the payment's id.

    One for each browser and case: a second click finds the first, and another email typed then
    replaces its own. Raises `Invalid` for a bad email, `Missing` for an unknown label, `Conflict`
    when it is not offered or nothing is to be paid, `TooMany` after 20 in 10 minutes.
    """
    email = clean_email(promise.email)
    async with work(actor, bells) as doing:
        settings = await system_settings()
        if not settings.cash_offered:
            raise Conflict(NOT_OFFERED)
        on, _ = await _waiting(promise.token)
        await take_turn([on.vehicle_id])
        on, boot_id = await _waiting(promise.token)
        quote = await quote_for(
            on.vehicle_id,
            on.violation_id,
            require_overdue=on.require_overdue,
            today=local_day(doing.at, settings.time_zone),
        )
        if not quote.total_cents:
            raise Conflict(NOTHING_OWED)
        own = await _own(on, promise.payer_hash)
        if own is not None and own[1] == email:
            return own[0]
        await _count(doing, on)
        if own is not None:
            payment_id = own[0]
            await Payment.update({Payment.email: email}).where(Payment.id == payment_id)
            await doing.record("change_promise", "payment", payment_id)
        else:
            payment_id = await _insert(doing, on, quote, email, promise)
        await queue_mail(
            doing,
            LetterKind.promise,
            email,
            cause=f"promise-{payment_id}-{secrets.token_hex(4)}",
            language=promise.language,
            payment_id=payment_id,
        )
        doing.touch(boot_id)
    return payment_id


async def _waiting(token: str) -> tuple[OnVehicle, int]:
    case = await find_case(token)
    if case is None:
        raise Missing
    if case.on is None or case.label_replaced or case.on.released_at is not None:
        raise Conflict(NOTHING_OWED)
    return case.on, case.boot_id


async def _own(on: OnVehicle, payer_hash: str) -> tuple[int, str] | None:
    row = (
        await Payment.select(Payment.id, Payment.email)
        .where(
            Payment.boot_assignment == on.assignment_id,
            Payment.payer_hash == payer_hash,
            Payment.status == PaymentStatus.promised.value,
        )
        .first()
    )
    return (row["id"], row["email"]) if row else None


async def _count(doing: Work, on: OnVehicle) -> None:
    """Each new one sends a mail to an address that anybody may type (rule S9)."""
    for kind, subject in (
        ("promise_case", str(on.assignment_id)),
        ("promise_from", neighbourhood(doing.actor.origin)),
    ):
        await count_guess(kind, subject, most=MOST_PROMISED, window=PROMISED_WITHIN, at=doing.at)


async def _insert(doing: Work, on: OnVehicle, quote: Quote, email: str, promise: Promise) -> int:
    rows = await Payment.insert(
        Payment(
            reference=f"pr_{secrets.token_hex(12)}",
            payer_hash=promise.payer_hash,
            method=PaymentWay.promise.value,
            provider=COUNTER,
            status=PaymentStatus.promised.value,
            email=email,
            language=promise.language,
            amount_cents=quote.total_cents,
            currency=on.currency,
            boot_assignment=on.assignment_id,
            vehicle=on.vehicle_id,
            started_at=doing.at,
            expires_at=doing.at,
        )
    ).returning(Payment.id)
    payment_id = int(rows[0]["id"])
    await freeze_lines(payment_id, quote.required)
    step = VIOLATION_MOVES[ViolationVerb.promise]
    for ticket in quote.required:
        # One that is promised already by somebody else stays so.
        if await win_move(Violation, Violation.id == ticket.id, Violation.status, step):
            await doing.record("promise_violation", "violation", ticket.id)
    await doing.promise(Effect.REMIND_PROMISE, payment_id, wait=REMIND_AFTER)
    await doing.record(
        "promise_payment", "payment", payment_id, after={"amount_cents": quote.total_cents}
    )
    return payment_id

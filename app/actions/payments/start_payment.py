"""Start paying for a boot's release: freeze the quote, then open a checkout at the provider."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.money.credit_payment import Received, credit_payment
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, Work, work
from app.clock import local_day
from app.gateways.payments.provider import CheckoutOrder, OrderLine, PaymentProvider
from app.reads.pay.case import Case, OnVehicle, find_case
from app.reads.pay.quote import Quote, quote_for
from app.reads.settings.system_settings import system_settings
from app.rules.actor import Actor
from app.rules.addresses import neighbourhood
from app.rules.effects import Effect
from app.rules.emails import clean_email
from app.rules.errors import Conflict, Missing
from app.rules.payment_states import PaymentStatus
from app.rules.payment_ways import PaymentWay
from app.rules.wording import N_
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine

NOT_WAITING = N_("This boot is not waiting to be paid.")
# As long as the provider's session: within it the quote holds (rule M8).
CHECKOUT_LASTS = timedelta(minutes=30)
# A reused checkout must leave time to type a card number.
WORTH_REUSING = timedelta(minutes=3)
# One case, or one visitor, needs a few checkouts; each more is a row and a call outside.
MOST_STARTED = 20
STARTED_WITHIN = timedelta(minutes=10)
ASK_FIRST_AFTER = timedelta(seconds=15)


@dataclass(frozen=True)
class Wish:
    """What the driver asked for: `payer_hash` is the paying browser's, `base_url` our address.

    Raises `ValueError` without a `payer_hash`: such a payment would be nobody's, or everybody's.
    """

    token: str
    email: str
    payer_hash: str
    language: str
    base_url: str

    def __post_init__(self) -> None:
        if not self.payer_hash:
            raise ValueError("a payer has a browser")


@dataclass(frozen=True)
class Started:
    """`url` is the provider's page, or None when nothing was owed and the boot is released."""

    reference: str
    url: str | None


@dataclass(frozen=True)
class _Frozen:
    payment_id: int
    reference: str
    amount_cents: int
    currency: str
    expires_at: datetime
    lines: tuple[OrderLine, ...]
    boot_name: str
    url: str = ""


async def start_payment(
    actor: Actor, bells: Bells, provider: PaymentProvider, wish: Wish
) -> Started:
    """Freeze what is required today and open a checkout for it (rules M8, P3, P8).

    A second click in the same browser finds its own checkout again; after a crash between our
    row and the provider's answer the same call goes on where it stopped, because the reference
    is the provider's idempotency key. Raises `Invalid` for a bad email, `Missing` for an unknown
    label, `Conflict` when the boot is not waiting to be paid, `TooMany` after 20 new checkouts in
    10 minutes for one boot assignment or from one address, `ProviderDown`: nothing is charged.
    """
    email = clean_email(wish.email)
    async with work(actor, bells) as doing:
        case = await find_case(wish.token)
        if case is None:
            raise Missing
        on = _payable(case)
        await take_turn([on.vehicle_id])
        case = await find_case(wish.token) or case
        on = _payable(case)
        settings = await system_settings()
        quote = await quote_for(
            on.vehicle_id,
            on.violation_id,
            require_overdue=on.require_overdue,
            today=local_day(doing.at, settings.time_zone),
        )
        frozen = await _own_checkout(doing, on, email, wish, quote, case.boot_name)
        if frozen is None:
            await _count(doing, on)
            frozen = await _freeze(doing, provider, on, email, wish, quote, case.boot_name)
            if frozen.amount_cents == 0:
                nothing = Received(captured_cents=0, capture_ref=None, provider_ref=None)
                await credit_payment(doing, frozen.payment_id, nothing, settings)
    if frozen.amount_cents == 0:
        return Started(frozen.reference, None)
    if frozen.url:
        return Started(frozen.reference, frozen.url)
    return await _open(provider, frozen, email, wish)


def _payable(case: Case) -> OnVehicle:
    if case.on is None or case.label_replaced:
        raise Conflict(NOT_WAITING)
    if case.on.released_at is not None:
        raise Conflict(
            N_("This boot has been released already. Nothing more is to be paid here."),
            next_step=N_("Look at the page of the boot to see how it stands."),
        )
    return case.on


async def _count(doing: Work, on: OnVehicle) -> None:
    """Own pages opened again are free; opening new ones without end is not (rule S9)."""
    for kind, subject in (
        ("checkout_case", str(on.assignment_id)),
        ("checkout_from", neighbourhood(doing.actor.origin)),
    ):
        await count_guess(kind, subject, most=MOST_STARTED, window=STARTED_WITHIN, at=doing.at)


async def _own_checkout(
    doing: Work, on: OnVehicle, email: str, wish: Wish, quote: Quote, boot_name: str
) -> _Frozen | None:
    row = (
        await Payment.select()
        .where(
            Payment.boot_assignment == on.assignment_id,
            Payment.payer_hash == wish.payer_hash,
            Payment.status == PaymentStatus.started.value,
            Payment.email == email,
            Payment.flag != "wrong_money",
            Payment.expires_at > doing.at + WORTH_REUSING,
        )
        .order_by(Payment.id, ascending=False)
        .first()
    )
    if row is None or await _lines(row["id"]) != _asked(quote):
        return None
    return _Frozen(
        payment_id=row["id"],
        reference=row["reference"],
        amount_cents=row["amount_cents"],
        currency=row["currency"],
        expires_at=row["expires_at"],
        lines=_order_lines(quote),
        boot_name=boot_name,
        url=row["checkout_url"],
    )


async def _lines(payment_id: int) -> set[tuple[int, int]]:
    rows = await PaymentLine.select(PaymentLine.violation, PaymentLine.due_cents).where(
        PaymentLine.payment == payment_id
    )
    return {(row["violation"], row["due_cents"]) for row in rows}


def _asked(quote: Quote) -> set[tuple[int, int]]:
    return {(ticket.id, ticket.due.due_cents) for ticket in quote.required}


async def _freeze(
    doing: Work,
    provider: PaymentProvider,
    on: OnVehicle,
    email: str,
    wish: Wish,
    quote: Quote,
    boot_name: str,
) -> _Frozen:
    reference = f"bk_{secrets.token_hex(12)}"
    expires_at = doing.at + CHECKOUT_LASTS
    rows = await Payment.insert(
        Payment(
            reference=reference,
            payer_hash=wish.payer_hash,
            method=PaymentWay.card.value,
            provider=provider.name,
            live=provider.live,
            status=PaymentStatus.started.value,
            email=email,
            language=wish.language,
            amount_cents=quote.total_cents,
            currency=on.currency,
            boot_assignment=on.assignment_id,
            vehicle=on.vehicle_id,
            started_at=doing.at,
            expires_at=expires_at,
        )
    ).returning(Payment.id)
    payment_id = int(rows[0]["id"])
    await PaymentLine.insert(
        *(
            PaymentLine(
                payment=payment_id,
                violation=ticket.id,
                fine_cents=ticket.due.fine_cents,
                discount_cents=ticket.due.discount_cents,
                late_cents=ticket.due.late_cents,
                deposit_cents=ticket.due.deposit_cents,
                due_cents=ticket.due.due_cents,
            )
            for ticket in quote.required
        )
    )
    await doing.promise(Effect.ASK_PROVIDER, payment_id, wait=ASK_FIRST_AFTER)
    await doing.record(
        "start_payment", "payment", payment_id, after={"amount_cents": quote.total_cents}
    )
    return _Frozen(
        payment_id=payment_id,
        reference=reference,
        amount_cents=quote.total_cents,
        currency=on.currency,
        expires_at=expires_at,
        lines=_order_lines(quote),
        boot_name=boot_name,
    )


def _order_lines(quote: Quote) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(label=f"{ticket.number} {item.description}", amount_cents=item.due_cents)
        for ticket in quote.required
        for item in ticket.items
    )


async def _open(provider: PaymentProvider, frozen: _Frozen, email: str, wish: Wish) -> Started:
    back = f"{wish.base_url}/b/{wish.token}/back/{frozen.reference}"
    opened = await provider.open_checkout(
        CheckoutOrder(
            reference=frozen.reference,
            amount_cents=frozen.amount_cents,
            currency=frozen.currency,
            email=email,
            description=frozen.boot_name,
            lines=frozen.lines,
            return_url=back,
            cancel_url=f"{back}?left=1",
            expires_at=frozen.expires_at,
            language=wish.language,
        )
    )
    # One statement, one transaction of its own.
    waiting = (
        await Payment.update(
            {Payment.provider_ref: opened.provider_ref, Payment.checkout_url: opened.url}
        )
        .where(Payment.id == frozen.payment_id, Payment.status == PaymentStatus.started.value)
        .returning(Payment.id)
    )
    if not waiting:
        # Closed while the provider was answering: nobody may be led to that page.
        await provider.expire(opened.provider_ref)
        raise Conflict(NOT_WAITING)
    return Started(frozen.reference, opened.url)

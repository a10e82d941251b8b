"""Start paying: freeze the chosen tickets, then open a checkout at the provider."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from app.actions.steps.checkouts.find_door import NOT_WAITING, find_door
from app.actions.steps.checkouts.freeze_checkout import PayerFacts, freeze_checkout
from app.actions.steps.checkouts.frozen import Frozen
from app.actions.steps.checkouts.own_checkout import own_checkout
from app.actions.steps.count_guess import count_guess
from app.actions.steps.payments.credit_payment import Received, credit_payment
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, Work, work
from app.clock import local_day
from app.gateways.payments.provider import CheckoutOrder, PaymentProvider
from app.reads.pay.cart import Cart, Door, cart_at, total_cents
from app.reads.settings.system_settings import system_settings
from app.reads.violations.dues import OwingViolation
from app.rules.errors import AmountChanged, Conflict, Invalid
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.actor import Actor
from app.rules.people.addresses import neighbourhood
from app.rules.people.emails import clean_email
from app.rules.wording import N_
from app.tables.money.payment import Payment

# One case, or one visitor, needs a few checkouts; each more is a row and a call outside.
MOST_STARTED = 20
STARTED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Wish:
    """What the payer asked for: `payer_hash` is the paying browser's, `base_url` our address.

    The way in is the boot's label `token`, or the proven ticket `ticket_id` whose page is at
    `path`. `also` are the offered tickets that were ticked. `seen_cents` is the total the payer
    saw; None when no page was shown. Then nothing is compared, but with `must_see` only one ticket
    without discount and late amount can be paid unseen. Raises `ValueError` without a
    `payer_hash`: such a payment would be nobody's, or everybody's.
    """

    token: str
    email: str
    payer_hash: str
    language: str
    base_url: str
    ticket_id: int | None = None
    path: str = ""
    also: frozenset[int] = frozenset()
    seen_cents: int | None = None
    must_see: bool = False

    def __post_init__(self) -> None:
        if not self.payer_hash:
            raise ValueError("a payer has a browser")


@dataclass(frozen=True)
class Started:
    """`url` is the provider's page, or None when nothing was owed and the boot is released."""

    reference: str
    url: str | None


async def start_payment(
    actor: Actor, bells: Bells, provider: PaymentProvider, wish: Wish
) -> Started:
    """Freeze what is required and chosen, and open a checkout for it (rules M8, P3, P8).

    A second click in the same browser finds its own checkout again; after a crash between our
    row and the provider's answer the same call goes on where it stopped, because the reference
    is the provider's idempotency key. Raises `Invalid` for a bad email or an empty cart, `Missing`
    for an unknown label, `Conflict` when nothing waits to be paid, `AmountChanged` when the cart
    is not what the payer saw, `TooMany` after 20 new checkouts in 10 minutes for one case or from
    one address, `ProviderDown`: nothing is charged.
    """
    email = clean_email(wish.email)
    async with work(actor, bells) as doing:
        await take_turn([(await _door(wish)).vehicle_id])
        door = await _door(wish)
        settings = await system_settings()
        cart = await cart_at(door, local_day(doing.at, settings.time_zone))
        tickets = _chosen(cart, wish)
        frozen = await own_checkout(
            door,
            tickets,
            email=email,
            payer_hash=wish.payer_hash,
            language=wish.language,
            at=doing.at,
        )
        if frozen is None:
            await _count(doing, door)
            payer = PayerFacts(email, wish.payer_hash, wish.language, provider.name, provider.live)
            frozen = await freeze_checkout(doing, door, tickets, payer)
            if frozen.amount_cents == 0:
                nothing = Received(captured_cents=0, capture_ref=None, provider_ref=None)
                await credit_payment(doing, frozen.payment_id, nothing, settings)
    if frozen.amount_cents == 0:
        return Started(frozen.reference, None)
    if frozen.url:
        return Started(frozen.reference, frozen.url)
    return await _open(provider, frozen, door, email, wish)


async def _door(wish: Wish) -> Door:
    return await find_door(wish.token, wish.ticket_id, wish.path)


def _chosen(cart: Cart, wish: Wish) -> Collection[OwingViolation]:
    """The required tickets and the ticked ones; the server decides which may be ticked at all."""
    tickets = cart.chosen(wish.also)
    if wish.seen_cents is not None:
        changed = wish.seen_cents != total_cents(tickets)
    else:
        # One ticket at its plain price is what any page says; all else has to have been seen.
        due = tickets[0].due if len(tickets) == 1 else None
        plain = due is not None and not due.discount_cents and not due.late_cents
        changed = wish.must_see and bool(tickets) and not plain
    if changed or not cart.takes(wish.also):
        raise AmountChanged
    if not tickets:
        raise Invalid(fields={"also": N_("Tick at least one ticket to pay.")})
    return tickets


async def _count(doing: Work, door: Door) -> None:
    """Own pages opened again are free; opening new ones without end is not (rule S9)."""
    case = str(door.assignment_id) if door.assignment_id else f"car-{door.vehicle_id}"
    for kind, subject in (
        ("checkout_case", case),
        ("checkout_from", neighbourhood(doing.actor.origin)),
    ):
        await count_guess(kind, subject, most=MOST_STARTED, window=STARTED_WITHIN, at=doing.at)


async def _open(
    provider: PaymentProvider, frozen: Frozen, door: Door, email: str, wish: Wish
) -> Started:
    back = f"{wish.base_url}{door.path}/back/{frozen.reference}"
    opened = await provider.open_checkout(
        CheckoutOrder(
            reference=frozen.reference,
            amount_cents=frozen.amount_cents,
            currency=frozen.currency,
            email=email,
            description=door.label,
            lines=frozen.lines,
            return_url=back,
            cancel_url=f"{back}?left=1",
            expires_at=frozen.expires_at,
            language=frozen.language,
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

"""The office takes cash, a cheque or a terminal payment at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.steps.payments.credit_payment import Received, credit_payment
from app.actions.steps.payments.freeze_lines import freeze_lines
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, Work, work
from app.clock import local_day
from app.reads.counter.car import CounterCar, counter_car
from app.reads.settings.system_settings import system_settings
from app.reads.violations.dues import OwingViolation
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.money.payment_states import PaymentStatus
from app.rules.money.payment_ways import COUNTER, COUNTER_WAYS, PaymentWay
from app.rules.people.actor import Actor
from app.rules.people.emails import clean_email
from app.rules.wording import N_
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation

CHANGED = N_("What is owed has changed since you opened this page. No money was recorded.")
LOOK_AGAIN = N_("Check the tickets and the new amount below, then record it.")
NUMBER_WANTED = {
    PaymentWay.cheque: N_("Enter the number of the cheque."),
    PaymentWay.terminal: N_("Enter the reference printed by the terminal."),
}


@dataclass(frozen=True)
class Taking:
    """What the clerk has in hand; `seen_cents` is the total the page showed.

    `form_key` names the drawn page, so that a second click records nothing more. `email` gets
    receipt and code, and may be "" only with `no_email`: staff then hand the code over (rule P8).
    """

    vehicle_id: int
    violation_ids: frozenset[int]
    way: PaymentWay
    seen_cents: int
    form_key: str
    tender_ref: str = ""
    email: str = ""
    no_email: bool = False


@dataclass(frozen=True)
class _Payer:
    """Who is written to, and in which language."""

    email: str
    language: str


async def take_money(actor: Actor, bells: Bells, taking: Taking) -> int:
    """Record the money, pay the tickets, release the boot; returns the payment (rules P2, P7, P8).

    What a boot on the car requires is always included; amounts are of this moment. Raises
    `Invalid` on `way`, `tender_ref`, `email` and `tickets`, `Missing`, and `Conflict` when the
    tickets or the total differ from what the clerk saw.
    """
    email = _checked(taking)
    reference = f"ct_{taking.form_key}"
    async with work(actor, bells) as doing:
        await take_turn([taking.vehicle_id])
        known = await _recorded(reference)
        if known is not None:
            return known
        settings = await system_settings()
        car = await counter_car(taking.vehicle_id, local_day(doing.at, settings.time_zone))
        if car is None:
            raise Missing
        tickets = _tickets(car, taking)
        total_cents = sum(ticket.due.due_cents for ticket in tickets)
        if total_cents != taking.seen_cents:
            raise Conflict(CHANGED, next_step=LOOK_AGAIN)
        # The clerk's own language says nothing about the payer's (rule S11).
        language = car.promises[0].language if car.promises else settings.language
        payment_id = await _insert(doing, car, taking, tickets, _Payer(email, language), reference)
        await credit_payment(
            doing,
            payment_id,
            Received(captured_cents=total_cents, capture_ref=None, provider_ref=None),
            settings,
        )
        await doing.record(
            "take_money",
            "payment",
            payment_id,
            after={"way": taking.way.value, "amount_cents": total_cents},
        )
        for boot in car.boots:
            doing.touch(boot.boot_id)
    return payment_id


def _checked(taking: Taking) -> str:
    problems = {}
    if taking.way not in COUNTER_WAYS:
        problems["way"] = N_("Choose how it is paid.")
    if taking.way in NUMBER_WANTED and not taking.tender_ref:
        problems["tender_ref"] = NUMBER_WANTED[taking.way]
    email = ""
    if taking.email:
        try:
            email = clean_email(taking.email)
        except Invalid as error:
            problems |= error.fields
    elif not taking.no_email:
        problems["email"] = N_("Enter an email, or tick that there is none.")
    if problems:
        raise Invalid(fields=problems)
    return email


async def _recorded(reference: str) -> int | None:
    row = await Payment.select(Payment.id).where(Payment.reference == reference).first()
    return int(row["id"]) if row else None


def _tickets(car: CounterCar, taking: Taking) -> list[OwingViolation]:
    """The chosen and the required ones; each must still be owed."""
    wanted = taking.violation_ids | car.required_ids
    if not wanted:
        raise Invalid(fields={"tickets": N_("Choose at least one ticket.")})
    tickets = [one.owing for one in car.tickets if one.owing.id in wanted and one.takable]
    if len(tickets) != len(wanted):
        raise Conflict(CHANGED, next_step=LOOK_AGAIN)
    return tickets


async def _insert(
    doing: Work,
    car: CounterCar,
    taking: Taking,
    tickets: Sequence[OwingViolation],
    payer: _Payer,
    reference: str,
) -> int:
    paid = {ticket.id for ticket in tickets}
    boot = next((one for one in car.boots if one.violation_id in paid), None)
    rows = await Payment.insert(
        Payment(
            reference=reference,
            # Nobody's browser: whoever promised typed an email, and proved nothing (rule S3).
            payer_hash="",
            method=taking.way.value,
            provider=COUNTER,
            status=PaymentStatus.started.value,
            email=payer.email,
            language=payer.language,
            amount_cents=sum(ticket.due.due_cents for ticket in tickets),
            currency=await _currency(tickets[0].id),
            boot_assignment=boot.assignment_id if boot else None,
            vehicle=car.vehicle_id,
            taken_by=doing.actor.staff_id,
            tender_ref=taking.tender_ref,
            started_at=doing.at,
            expires_at=doing.at,
        )
    ).returning(Payment.id)
    payment_id = int(rows[0]["id"])
    await freeze_lines(payment_id, tickets)
    return payment_id


async def _currency(violation_id: int) -> str:
    row = await Violation.select(Violation.currency).where(Violation.id == violation_id).first()
    if row is None:
        raise Missing
    return str(row["currency"])

"""A boot on a car, paid for or not, as the tests of returns and releases need it."""

import secrets
from dataclasses import dataclass

from app.actions.steps.payments.credit_payment import Received, credit_payment
from app.actions.steps.work import work
from app.actions.violations.write_violation import Written
from app.clock import now
from app.reads.settings.system_settings import system_settings
from app.rules.boots.states import BootStatus
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.outbox import Outbox
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.records.audit_event import AuditEvent
from app.tables.street.violation import Violation
from tests.factories import Silent, a_boot, a_violation, switch

FINE_CENTS = 45_00
DEPOSIT_CENTS = 120_00


@dataclass(frozen=True)
class Booted:
    """A boot issued for a ticket."""

    boot_id: int
    assignment_id: int
    violation_id: int
    ticket: str


async def booted(*, plate: str = "BKPR 43", fine_cents: int = FINE_CENTS) -> Booted:
    """A fresh boot on a car, with a fine and a deposit to pay."""
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    written: Written = await a_violation(boot_id=boot_id, plate=plate, fine_cents=fine_cents)
    if written.assignment_id is None:
        raise AssertionError("the boot was not issued")
    return Booted(boot_id, written.assignment_id, written.violation_id, written.number)


async def a_checkout(
    *cases: Booted, status: PaymentStatus = PaymentStatus.started, email: str = "d@example.com"
) -> int:
    """A checkout quoted for the whole of each ticket; returns the payment's id."""
    at = now()
    reference = secrets.token_hex(8)
    ticket = (
        await Violation.select(Violation.vehicle)
        .where(Violation.id == cases[0].violation_id)
        .first()
    )
    rows = await Payment.insert(
        Payment(
            reference=reference,
            method="card",
            provider="sandbox",
            provider_ref=reference,
            status=status.value,
            email=email,
            amount_cents=(FINE_CENTS + DEPOSIT_CENTS) * len(cases),
            currency="CAD",
            boot_assignment=cases[0].assignment_id,
            vehicle=ticket["vehicle"] if ticket else None,
            started_at=at,
            expires_at=at,
        )
    ).returning(Payment.id)
    payment_id = int(rows[0]["id"])
    for case in cases:
        await PaymentLine.insert(
            PaymentLine(
                payment=payment_id,
                violation=case.violation_id,
                fine_cents=FINE_CENTS + DEPOSIT_CENTS,
                deposit_cents=DEPOSIT_CENTS,
                due_cents=FINE_CENTS + DEPOSIT_CENTS,
            )
        )
    return payment_id


async def pay(payment_id: int) -> None:
    """The whole amount arrives; the boot is released by it when nothing else is required."""
    row = await Payment.select(Payment.amount_cents).where(Payment.id == payment_id).first()
    if row is None:
        raise AssertionError("no such payment")
    async with work(SYSTEM, Silent()) as doing:
        received = Received(row["amount_cents"], secrets.token_hex(8), secrets.token_hex(8))
        await credit_payment(doing, payment_id, received, await system_settings())


async def paid_and_released(plate: str = "BKPR 43") -> tuple[Booted, int]:
    """A boot its driver has paid for, and the payment's id."""
    case = await booted(plate=plate)
    payment_id = await a_checkout(case)
    await pay(payment_id)
    return case, payment_id


async def status_of(boot_id: int) -> BootStatus:
    """What the boot is now."""
    row = await Boot.select(Boot.status).where(Boot.id == boot_id).first()
    return BootStatus(row["status"] if row else "")


async def deposit_of(payment_id: int) -> str:
    """Where the deposit of the payment stands."""
    row = await Payment.select(Payment.deposit_status).where(Payment.id == payment_id).first()
    return str(row["deposit_status"] if row else "")


async def assignment(case: Booted) -> dict[str, object]:
    """The assignment's row."""
    row = await BootAssignment.select().where(BootAssignment.id == case.assignment_id).first()
    return row or {}


async def verbs_of(subject: str, subject_id: int) -> list[str]:
    """What the audit says happened, oldest first."""
    rows = (
        await AuditEvent.select(AuditEvent.verb)
        .where(AuditEvent.subject == subject, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.id)
    )
    return [row["verb"] for row in rows]


async def promised(kind: str) -> list[int]:
    """What the outbox promises of that kind, by subject."""
    rows = await Outbox.select(Outbox.subject_id).where(Outbox.kind == kind)
    return sorted(row["subject_id"] for row in rows)

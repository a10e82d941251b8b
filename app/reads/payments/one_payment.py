"""One payment: what was asked, taken, kept and sent back, and for which tickets."""

from dataclasses import dataclass
from datetime import datetime

from app.reads.payments.payment_list import FLAG_WORDS
from app.rules.errors import Missing
from app.rules.money.payment_states import (
    DEPOSIT_WORDS,
    PAYMENT_WORDS,
    DepositStatus,
    PaymentStatus,
)
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.money.receipts import receipt_number
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.money.receipt import Receipt


@dataclass(frozen=True)
class PaidTicket:
    """One line of the payment; `kept` when it is the one that paid its ticket."""

    violation_id: int
    number: str
    plate: str
    due_cents: int
    deposit_cents: int
    kept: bool


@dataclass(frozen=True)
class OnePayment:
    """The facts; `status`, `way`, `flag` and `deposit` are msgids, "" when there is none."""

    payment_id: int
    reference: str
    link_version: int
    status_name: str
    status: str
    way: str
    flag: str
    asked_cents: int
    captured_cents: int
    credited_cents: int
    refunded_cents: int
    deposit_cents: int
    deposit_name: str
    deposit: str
    currency: str
    provider: str
    provider_ref: str
    capture_ref: str
    tender_ref: str
    taken_by: str
    email: str
    started_at: datetime
    settled_at: datetime | None
    boot_id: int | None
    boot_name: str
    receipt_number: str
    lines: tuple[PaidTicket, ...]


async def one_payment(payment_id: int) -> OnePayment:
    """The payment with its lines; three statements. Raises `Missing`."""
    one = Payment
    row = (
        await one.select(
            *one.all_columns(),
            one.taken_by.name,
            one.boot_assignment.boot,
            one.boot_assignment._.boot._.name,
        )
        .where(one.id == payment_id)
        .first()
    )
    if row is None:
        raise Missing
    receipt = await Receipt.select(Receipt.id).where(Receipt.payment == payment_id).first()
    deposit = DepositStatus(row["deposit_status"])
    return OnePayment(
        payment_id=payment_id,
        reference=row["reference"],
        link_version=row["link_version"],
        status_name=row["status"],
        status=PAYMENT_WORDS[PaymentStatus(row["status"])],
        way=WAY_WORDS[PaymentWay(row["method"])],
        flag=FLAG_WORDS.get(row["flag"], ""),
        asked_cents=row["amount_cents"],
        captured_cents=row["captured_cents"],
        credited_cents=row["credited_cents"],
        refunded_cents=row["refunded_cents"],
        deposit_cents=row["deposit_cents"],
        deposit_name=deposit.value,
        deposit="" if deposit is DepositStatus.none else DEPOSIT_WORDS[deposit],
        currency=row["currency"],
        provider=row["provider"],
        provider_ref=row["provider_ref"] or "",
        capture_ref=row["capture_ref"] or "",
        tender_ref=row["tender_ref"],
        taken_by=row["taken_by.name"] or "",
        email=row["email"],
        started_at=row["started_at"],
        settled_at=row["settled_at"],
        boot_id=row["boot_assignment.boot"],
        boot_name=row["boot_assignment.boot.name"] or "",
        receipt_number=receipt_number(receipt["id"]) if receipt else "",
        lines=await _lines(payment_id),
    )


def refund_href(payment: OnePayment) -> str | None:
    """Where the deposit of `payment` is decided, or None while nothing is due (rule D2)."""
    if payment.deposit_name != DepositStatus.due.value:
        return None
    return f"/payments/{payment.payment_id}/refund"


async def _lines(payment_id: int) -> tuple[PaidTicket, ...]:
    one = PaymentLine
    rows = (
        await one.select(
            one.violation,
            one.violation.number,
            one.violation._.vehicle._.plate,
            one.due_cents,
            one.deposit_cents,
            one.kept,
        )
        .where(one.payment == payment_id)
        .order_by(one.violation)
    )
    return tuple(
        PaidTicket(
            violation_id=row["violation"],
            number=row["violation.number"],
            plate=row["violation.vehicle.plate"],
            due_cents=row["due_cents"],
            deposit_cents=row["deposit_cents"],
            kept=bool(row["kept"]),
        )
        for row in rows
    )

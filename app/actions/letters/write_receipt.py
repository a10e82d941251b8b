"""Write the receipt of a settled payment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import Line, ReceiptLetter
from app.reads.boots.current_label import current_label
from app.reads.pay.case_link import case_link
from app.reads.pay.ticket_link import ticket_path
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.plates import mask_plate
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation_item import ViolationItem
from app.wordbook import translate


@dataclass(frozen=True)
class _Boot:
    name: str
    token: str
    release_payment_id: int | None


async def write_receipt(facts: MailFacts, desk: Stationery) -> ReceiptLetter:
    """One line an item of each ticket that this payment paid, as they stood then (rule P4).

    Raises `Missing` when there is no such settled payment.
    """
    payment = await Payment.select().where(Payment.id == facts.payment_id).first()
    if payment is None or payment["settled_at"] is None:
        raise Missing
    one = PaymentLine
    lines = (
        await one.select(
            one.violation,
            one.discount_cents,
            one.late_cents,
            one.violation.number,
            one.violation._.vehicle._.plate,
        )
        .where(one.payment == facts.payment_id, one.kept.eq(True))
        .order_by(one.violation)
    )
    if not lines:
        raise Missing
    boot = await _boot(payment["boot_assignment"])
    settings = await system_settings()
    return ReceiptLetter(
        organisation=letterhead(settings),
        time_zone=settings.time_zone,
        currency=payment["currency"],
        receipt_number=f"R-{payment['id']:06d}",
        paid_at=payment["settled_at"],
        method=translate(facts.language, "Card"),
        lines=tuple(
            [
                item
                for row in lines
                for item in await _items(row, payment["settled_at"], facts.language)
            ]
        ),
        total_cents=payment["credited_cents"],
        deposit_cents=payment["deposit_cents"],
        masked_plate=mask_plate(lines[0]["violation.vehicle.plate"]),
        case_url=case_link(desk.base_url, boot.token, payment["reference"], desk.signer.sign)
        if boot
        else f"{desk.base_url}{ticket_path(lines[0]['violation'], desk.signer.sign)}",
        ticket_numbers=tuple(row["violation.number"] for row in lines),
        boot_name=boot.name if boot else None,
        code_follows=bool(boot and boot.release_payment_id == payment["id"]),
    )


async def _items(row: dict[str, Any], paid_at: datetime, language: str) -> list[Line]:
    """What was charged for one ticket; items void before the payment were no part of it."""
    items = (
        await ViolationItem.select(ViolationItem.description, ViolationItem.fine_cents)
        .where(
            ViolationItem.violation == row["violation"],
            ViolationItem.void_at.is_null() | (ViolationItem.void_at > paid_at),
        )
        .order_by(ViolationItem.id)
    )
    number = row["violation.number"]
    lines = [Line(f"{number} {item['description']}", item["fine_cents"]) for item in items]
    if row["discount_cents"]:
        label = f"{number} {translate(language, 'Discount')}"
        lines.append(Line(label, -row["discount_cents"]))
    if row["late_cents"]:
        label = f"{number} {translate(language, 'Late amount')}"
        lines.append(Line(label, row["late_cents"]))
    return lines


async def _boot(assignment_id: int | None) -> _Boot | None:
    if assignment_id is None:
        return None
    one = BootAssignment
    row = (
        await one.select(one.boot, one.boot.name, one.release_payment_id)
        .where(one.id == assignment_id)
        .first()
    )
    if row is None:
        return None
    label = await current_label(row["boot"])
    return _Boot(
        name=row["boot.name"],
        token=label.token if label else "",
        release_payment_id=row["release_payment_id"],
    )

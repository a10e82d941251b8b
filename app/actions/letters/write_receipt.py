"""Write the receipt of a settled payment."""

from dataclasses import dataclass
from typing import Any

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import Line, ReceiptLetter
from app.reads.pay.case_link import case_link
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.plates import mask_plate
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.boots.boot_label import BootLabel
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
    """One line a ticket that this payment paid, with what was really kept (rule P6).

    Raises `Missing` when there is no such settled payment.
    """
    payment = await Payment.select().where(Payment.id == facts.payment_id).first()
    if payment is None or payment["settled_at"] is None:
        raise Missing
    one = PaymentLine
    lines = (
        await one.select(
            one.violation,
            one.due_cents,
            one.deposit_cents,
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
        lines=tuple([await _line(row) for row in lines]),
        total_cents=payment["credited_cents"],
        deposit_cents=payment["deposit_cents"],
        masked_plate=mask_plate(lines[0]["violation.vehicle.plate"]),
        case_url=case_link(
            desk.base_url, boot.token if boot else "", payment["reference"], desk.signer.sign
        ),
        ticket_numbers=tuple(row["violation.number"] for row in lines),
        boot_name=boot.name if boot else None,
        code_follows=bool(boot and boot.release_payment_id == payment["id"]),
    )


async def _line(row: dict[str, Any]) -> Line:
    items = (
        await ViolationItem.select(ViolationItem.description)
        .where(ViolationItem.violation == row["violation"])
        .order_by(ViolationItem.id)
    )
    words = " + ".join(item["description"] for item in items)
    return Line(label=f"{row['violation.number']} {words}", amount_cents=row["due_cents"])


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
    label = (
        await BootLabel.select(BootLabel.token)
        .where(BootLabel.boot == row["boot"], BootLabel.replaced_at.is_null())
        .first()
    )
    return _Boot(
        name=row["boot.name"],
        token=label["token"] if label else "",
        release_payment_id=row["release_payment_id"],
    )

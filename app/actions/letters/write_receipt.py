"""Write the receipt of a settled payment."""

from dataclasses import dataclass

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import Line, ReceiptLetter
from app.reads.boots.current_label import current_label
from app.reads.pay.case_link import case_link
from app.reads.pay.ticket_link import ticket_path
from app.reads.receipts.receipt_lines import ReceiptLine, receipt_lines
from app.reads.receipts.receipt_link import receipt_path
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.money.receipts import receipt_number
from app.rules.violations.plates import mask_plate
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt
from app.wordbook import called, translate


@dataclass(frozen=True)
class _Boot:
    name: str
    token: str
    release_payment_id: int | None


async def write_receipt(facts: MailFacts, desk: Stationery) -> ReceiptLetter:
    """One line an item of each ticket that this payment paid, as they stood then (rule P4).

    Raises `Missing` when there is no such settled payment, or its address is another by now.
    """
    payment = await Payment.select().where(Payment.id == facts.payment_id).first()
    if payment is None or payment["settled_at"] is None:
        raise Missing
    if facts.recipient != payment["email"]:
        raise Missing  # changed since it was queued: the link of now opens the code (rule P13)
    lines = await receipt_lines(payment["id"], payment["settled_at"])
    receipt = await Receipt.select(Receipt.id).where(Receipt.payment == payment["id"]).first()
    if not lines or receipt is None:
        raise Missing
    boot = await _boot(payment["boot_assignment"])
    link = (payment["reference"], payment["link_version"])
    settings = await system_settings()
    return ReceiptLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=payment["currency"],
        receipt_number=receipt_number(receipt["id"]),
        paid_at=payment["settled_at"],
        method=translate(facts.language, WAY_WORDS[PaymentWay(payment["method"])]),
        lines=tuple(_line(line, facts.language) for line in lines),
        total_cents=payment["credited_cents"],
        deposit_cents=payment["deposit_cents"],
        masked_plate=mask_plate(lines[0].plate),
        case_url=case_link(desk.base_url, boot.token, link, desk.signer.sign)
        if boot
        else f"{desk.base_url}{ticket_path(lines[0].violation_id, desk.signer.sign)}",
        ticket_numbers=tuple(dict.fromkeys(line.number for line in lines)),
        receipt_url=desk.base_url + receipt_path(*link, desk.signer.sign),
        boot_name=boot.name if boot else None,
        by_card=payment["method"] == PaymentWay.card.value,
        code_follows=bool(boot and boot.release_payment_id == payment["id"]),
    )


def _line(line: ReceiptLine, language: str) -> Line:
    if line.said:
        label = translate(language, line.label)
    else:
        label = called(language, line.label, line.label_fr)
    return Line(f"{line.number} {label}", line.amount_cents)


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

"""Write the receipt of a settled payment."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.db import ask
from app.gateways.mail.letters import Line, ReceiptLetter
from app.reads.pay.guest.ticket_link import ticket_path
from app.reads.pay.payer.case_link import case_link
from app.reads.receipts.receipt_lines import ReceiptLine, receipt_lines
from app.reads.receipts.receipt_link import receipt_path
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.money.receipts import receipt_number
from app.rules.violations.plates import mask_plate
from app.wordbook import called, translate

# In one statement, for it is written beside a release mail (target P4).
_PAID = """
SELECT p.id, p.settled_at, p.email, p.reference, p.link_version, p.currency, p.method,
    p.credited_cents, p.deposit_cents, p.boot_assignment, r.id AS receipt,
    a.release_payment_id, b.name AS boot_name, l.token
FROM payment p JOIN receipt r ON r.payment = p.id
    LEFT JOIN boot_assignment a ON a.id = p.boot_assignment LEFT JOIN boot b ON b.id = a.boot
    LEFT JOIN boot_label l ON l.boot = b.id AND l.replaced_at IS NULL
WHERE p.id = {}
"""


async def write_receipt(facts: MailFacts, desk: Stationery) -> ReceiptLetter:
    """One line an item of each ticket that this payment paid, as they stood then (rule P4).

    Raises `Missing` when there is no such settled payment, or its address is another by now.
    """
    rows = await ask(_PAID, facts.payment_id)
    if not rows or rows[0]["settled_at"] is None:
        raise Missing
    paid = rows[0]
    if facts.recipient != paid["email"]:
        raise Missing  # changed since it was queued: the link of now opens the code (rule P13)
    lines = await receipt_lines(paid["id"], paid["settled_at"])
    if not lines:
        raise Missing
    booted = paid["boot_assignment"] is not None
    link = (paid["reference"], paid["link_version"])
    settings = await system_settings()
    return ReceiptLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=paid["currency"],
        receipt_number=receipt_number(paid["receipt"]),
        paid_at=paid["settled_at"],
        method=translate(facts.language, WAY_WORDS[PaymentWay(paid["method"])]),
        lines=tuple(_line(line, facts.language) for line in lines),
        total_cents=paid["credited_cents"],
        deposit_cents=paid["deposit_cents"],
        masked_plate=mask_plate(lines[0].plate),
        case_url=case_link(desk.base_url, paid["token"] or "", link, desk.signer.sign)
        if booted
        else f"{desk.base_url}{ticket_path(lines[0].violation_id, desk.signer.sign)}",
        ticket_numbers=tuple(dict.fromkeys(line.number for line in lines)),
        receipt_url=desk.base_url + receipt_path(*link, desk.signer.sign),
        boot_name=paid["boot_name"],
        by_card=paid["method"] == PaymentWay.card.value,
        code_follows=paid["release_payment_id"] == paid["id"],
    )


def _line(line: ReceiptLine, language: str) -> Line:
    if line.said:
        label = translate(language, line.label)
    else:
        label = called(language, line.label, line.label_fr)
    return Line(f"{line.number} {label}", line.amount_cents)

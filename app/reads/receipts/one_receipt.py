"""One receipt, frozen when its payment was settled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.reads.receipts.receipt_lines import ReceiptLine, receipt_lines
from app.reads.receipts.receipt_link import PURPOSE, signed_text
from app.rules.errors import LinkReplaced, Missing
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.money.receipts import receipt_number
from app.rules.violations.plates import mask_plate
from app.tables.money.dispute import Dispute
from app.tables.money.receipt import Receipt


@dataclass(frozen=True)
class OneReceipt:
    """What stands on it, cents; `method` is a msgid, `paper` "", queued, ready or failed.

    `deposit_cents` is the part of `total_cents` that comes back; the tax is contained in the rest.
    """

    receipt_id: int
    number: str
    paid_at: datetime
    method: str
    language: str
    currency: str
    lines: tuple[ReceiptLine, ...]
    total_cents: int
    deposit_cents: int
    tax_cents: int
    tax_rate_bp: int
    plates: tuple[str, ...]
    boot_name: str
    paper: str
    by_card: bool
    # How the payer's bank and we stand about it: "", "open" or "lost".
    dispute: str


async def receipt_id_of(proof: str, check: Callable[[str, str, str], bool]) -> int:
    """The receipt that `proof`, `reference.signature`, opens (rule S3).

    Raises `Missing` for a forged proof and for an unknown one alike, `LinkReplaced` for one that
    was mailed to an address changed since (rule P13).
    """
    reference, _, signature = proof.partition(".")
    row = (
        await Receipt.select(Receipt.id, Receipt.payment.link_version)
        .where(Receipt.payment.reference == reference)
        .first()
    )
    version = row["payment.link_version"] if row else 0
    genuine = check(PURPOSE, signed_text(reference, version), signature)
    if row is not None and genuine:
        return int(row["id"])
    if any(check(PURPOSE, signed_text(reference, old), signature) for old in range(version)):
        raise LinkReplaced
    raise Missing


async def one_receipt(receipt_id: int) -> OneReceipt:
    """Everything that stands on it; four statements. Raises `Missing`."""
    one = Receipt
    row = (
        await one.select(
            one.id,
            one.payment,
            one.payment.method,
            one.payment.language,
            one.payment._.boot_assignment._.boot._.name,
            one.currency,
            one.amount_cents,
            one.deposit_cents,
            one.tax_cents,
            one.tax_rate_bp,
            one.issued_at,
            one.paper,
        )
        .where(one.id == receipt_id)
        .first()
    )
    if row is None:
        raise Missing
    lines = await receipt_lines(row["payment"], row["issued_at"])
    return OneReceipt(
        receipt_id=row["id"],
        number=receipt_number(row["id"]),
        paid_at=row["issued_at"],
        method=WAY_WORDS[PaymentWay(row["payment.method"])],
        language=row["payment.language"],
        currency=row["currency"],
        lines=lines,
        total_cents=row["amount_cents"],
        deposit_cents=row["deposit_cents"],
        tax_cents=row["tax_cents"],
        tax_rate_bp=row["tax_rate_bp"],
        plates=tuple(dict.fromkeys(mask_plate(line.plate) for line in lines)),
        boot_name=row["payment.boot_assignment.boot.name"] or "",
        paper=row["paper"],
        by_card=row["payment.method"] == PaymentWay.card.value,
        dispute=await _dispute(row["payment"]),
    )


async def _dispute(payment_id: int) -> str:
    """One won is over: the receipt is as good as any."""
    rows = await Dispute.select(Dispute.status).where(
        Dispute.payment == payment_id, Dispute.status != "won"
    )
    stands = {row["status"] for row in rows}
    return "open" if "open" in stands else "lost" if stands else ""


async def receipt_document(receipt_id: int) -> bytes:
    """The finished PDF. Raises `Missing` before it is ready."""
    row = await Receipt.select(Receipt.document).where(Receipt.id == receipt_id).first()
    if row is None or row["document"] is None:
        raise Missing
    return bytes(row["document"])

"""What the browser in front of us has paid, and whether its mail has gone out."""

from dataclasses import dataclass
from datetime import datetime

from piccolo.columns.combination import And, Or, Where

from app.reads.pay.payer.case_link import link_parts
from app.rules.money.payment_states import PaymentStatus
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


@dataclass(frozen=True)
class Payer:
    """How a payer is known: the hash of the browser's cookie, or what a mailed link proves.

    `references` are subjects of links (reads/pay/payer/case_link.py): good for one address alone.
    """

    browser_hash: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class PayersPayment:
    """The newest payment of this payer for a boot, settled ones first."""

    payment_id: int
    status: PaymentStatus
    flag: str
    email: str
    amount_cents: int
    captured_cents: int
    credited_cents: int
    deposit_cents: int
    settled_at: datetime | None
    reference: str
    method: str
    promised: bool = False
    # What the link to its receipt is signed for: reference and version; None without a receipt.
    receipt_of: tuple[str, int] | None = None

    @property
    def notice(self) -> str | None:
        """Why it has not paid for everything, for its payer to read; None when it has or may."""
        if self.status is PaymentStatus.settled and self.flag == "short":
            return "short"
        if self.status is PaymentStatus.expired:
            return "expired"
        return self.flag if self.flag in {"declined", "wrong_money"} else None


def paid_by(payer: Payer) -> Where | And | Or | None:
    """The condition on payments that finds this payer's, or None for a stranger (rule S3).

    What is empty is never compared: a payment without a browser would be everybody's.
    """
    known: Where | And | Or | None = None
    if payer.browser_hash:
        known = Payment.payer_hash == payer.browser_hash
    for subject in payer.references:
        reference, version = link_parts(subject)
        if not reference:
            continue
        linked = (Payment.reference == reference) & (Payment.link_version == version)
        known = linked if known is None else known | linked
    return known


async def payment_of_payer(assignment_id: int, payer: Payer) -> PayersPayment | None:
    """The payment that counts for this payer, or None; no statement for a stranger."""
    own = paid_by(payer)
    if own is None:
        return None
    return await _foremost((Payment.boot_assignment == assignment_id) & own)


async def payment_of_ticket(
    violation_id: int, assignment_id: int | None, payer: Payer
) -> PayersPayment | None:
    """The payment that counts for whoever looked this ticket up, or None.

    One with a line for the ticket, or one for the boot that waits on the ticket's car.
    """
    own = paid_by(payer)
    if own is None:
        return None
    about: Where | Or = Payment.id.is_in(
        PaymentLine.select(PaymentLine.payment).where(PaymentLine.violation == violation_id)
    )
    if assignment_id is not None:
        about = about | (Payment.boot_assignment == assignment_id)
    return await _foremost(about & own)


async def _foremost(where: And) -> PayersPayment | None:
    rows = (
        await Payment.select(
            Payment.id,
            Payment.status,
            Payment.flag,
            Payment.email,
            Payment.amount_cents,
            Payment.captured_cents,
            Payment.credited_cents,
            Payment.deposit_cents,
            Payment.settled_at,
            Payment.reference,
            Payment.method,
            Payment.link_version,
        )
        .where(where)
        .order_by(Payment.id, ascending=False)
    )
    if not rows:
        return None
    # A settled one that was credited first, then any settled one, then the newest.
    row = max(rows, key=lambda one: (one["status"] == "settled", one["credited_cents"], one["id"]))
    row["status"] = PaymentStatus(row["status"])
    promised = any(one["status"] == PaymentStatus.promised for one in rows)
    link = (row["reference"], row.pop("link_version"))
    # What was less than asked paid nothing, and has no receipt.
    paid = row["credited_cents"] > 0 and row["flag"] != "short"
    return PayersPayment(
        payment_id=row.pop("id"), promised=promised, receipt_of=link if paid else None, **row
    )


async def payment_id_of(reference: str) -> int | None:
    """The id behind our reference, or None."""
    row = await Payment.select(Payment.id).where(Payment.reference == reference).first()
    return int(row["id"]) if row else None


async def latest_release_mail(assignment_id: int) -> str | None:
    """The status of the newest boot release mail, or None when none was wanted."""
    row = (
        await Mail.select(Mail.status)
        .where(Mail.boot_assignment == assignment_id, Mail.kind == "release")
        .order_by(Mail.id, ascending=False)
        .first()
    )
    return str(row["status"]) if row else None


async def latest_receipt_mail(payment_id: int) -> str | None:
    """The status of the newest receipt mail of a payment, or None when none was wanted."""
    row = (
        await Mail.select(Mail.status)
        .where(Mail.payment == payment_id, Mail.kind == "receipt")
        .order_by(Mail.id, ascending=False)
        .first()
    )
    return str(row["status"]) if row else None

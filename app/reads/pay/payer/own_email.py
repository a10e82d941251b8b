"""The address of a payer's own payment, and the page that payer came from."""

from dataclasses import dataclass

from app.reads.pay.payer.own_case import linked_case
from app.reads.pay.payer.payers import Payer, paid_by
from app.rules.people.emails import mask_email
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


@dataclass(frozen=True)
class OwnEmail:
    """`sent_to` is masked; `case_path` leads back to the boot's page, "" when there is none.

    Then `ticket_id` is the ticket to go back to.
    """

    payment_id: int
    link_version: int
    sent_to: str
    case_path: str
    ticket_id: int


async def own_email(reference: str, payer: Payer) -> OwnEmail | None:
    """The payment behind `reference` if it is this payer's, or None (rule S3)."""
    own = paid_by(payer)
    if own is None:
        return None
    row = (
        await Payment.select(Payment.id, Payment.email, Payment.link_version)
        .where(Payment.reference == reference, own)
        .first()
    )
    if row is None:
        return None
    linked = await linked_case(reference)
    line = (
        await PaymentLine.select(PaymentLine.violation)
        .where(PaymentLine.payment == row["id"])
        .order_by(PaymentLine.violation)
        .first()
    )
    return OwnEmail(
        payment_id=row["id"],
        link_version=row["link_version"],
        sent_to=mask_email(row["email"]) if row["email"] else "",
        case_path=f"/b/{linked.token}{'/mine' if linked.over else ''}" if linked else "",
        ticket_id=line["violation"] if line else 0,
    )

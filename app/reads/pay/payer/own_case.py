"""What became of the case that a payer paid for, once the boot has left the vehicle."""

from dataclasses import dataclass
from datetime import datetime

from app.reads.boots.current_label import current_label
from app.reads.pay.payer.payers import Payer, paid_by
from app.reads.refunds.rest_paid_out import rest_paid_out
from app.rules.money.payment_states import DepositStatus
from app.tables.money.deposit_decision import DepositDecision
from app.tables.money.deposit_deduction import DepositDeduction
from app.tables.money.payment import Payment


@dataclass(frozen=True)
class DepositNews:
    """How a deposit was decided and how far its refund is; amounts in cents.

    `refund_status` is "" when nothing goes back; `refund_cents` goes by `refund_way`, and
    besides `paid_out_cents` were handed over, which the card service had not moved. A deduction is
    its reason and its amount.
    """

    refund_cents: int
    refund_status: str
    refund_way: str
    paid_out_cents: int
    taken: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class OwnCase:
    """A payer's finished case; `returned_at` is None when the boot did not come back."""

    plate: str
    currency: str
    paid_at: datetime
    paid_cents: int
    returned_at: datetime | None
    deposit_cents: int
    deposit_status: DepositStatus
    # What the link to its receipt is signed for: reference and version; None without a receipt.
    receipt_of: tuple[str, int] | None
    way: str
    deposit: DepositNews | None
    reference: str
    email: str


async def own_finished_case(boot_id: int, payer: Payer) -> OwnCase | None:
    """The newest case of this boot that the payer paid for and that is over, or None (rule C8)."""
    own = paid_by(payer)
    if own is None:
        return None
    one = Payment
    row = (
        await one.select(
            one.id,
            one.email,
            one.method,
            one.currency,
            one.settled_at,
            one.captured_cents,
            one.deposit_cents,
            one.deposit_status,
            one.reference,
            one.flag,
            one.link_version,
            one.boot_assignment.returned_at,
            one.boot_assignment._.violation._.vehicle._.plate,
        )
        .where(
            own,
            one.settled_at.is_not_null(),
            one.credited_cents > 0,
            one.boot_assignment.boot == boot_id,
            one.boot_assignment.returned_at.is_not_null()
            | one.boot_assignment.closed_at.is_not_null(),
        )
        .order_by(one.id, ascending=False)
        .first()
    )
    if row is None:
        return None
    return OwnCase(
        plate=row["boot_assignment.violation.vehicle.plate"],
        currency=row["currency"],
        paid_at=row["settled_at"],
        paid_cents=row["captured_cents"],
        returned_at=row["boot_assignment.returned_at"],
        deposit_cents=row["deposit_cents"],
        deposit_status=DepositStatus(row["deposit_status"]),
        receipt_of=None if row["flag"] == "short" else (row["reference"], row["link_version"]),
        way=row["method"],
        deposit=await _deposit_news(row["id"]),
        reference=row["reference"],
        email=row["email"],
    )


async def _deposit_news(payment_id: int) -> DepositNews | None:
    one = DepositDecision
    row = (
        await one.select(one.id, one.refund, one.refund_cents, one.refund.status, one.refund.way)
        .where(one.payment == payment_id)
        .first()
    )
    if row is None:
        return None
    taken = (
        await DepositDeduction.select()
        .where(DepositDeduction.decision == row["id"], DepositDeduction.amount_cents > 0)
        .order_by(DepositDeduction.id)
    )
    paid_out_cents = await rest_paid_out(row["refund"]) if row["refund"] else 0
    return DepositNews(
        refund_cents=row["refund_cents"] - paid_out_cents,
        refund_status=row["refund.status"] or "",
        refund_way=row["refund.way"] or "",
        paid_out_cents=paid_out_cents,
        taken=tuple((line["reason"], line["amount_cents"]) for line in taken),
    )


@dataclass(frozen=True)
class LinkedCase:
    """Where a mailed link leads now; `over` once the boot has left the payer's vehicle."""

    token: str
    over: bool
    link_version: int


async def linked_case(reference: str) -> LinkedCase | None:
    """The case behind a payment's reference, by its boot's label of today; None if unknown."""
    row = (
        await Payment.select(
            Payment.link_version,
            Payment.boot_assignment,
            Payment.boot_assignment.boot,
            Payment.boot_assignment.returned_at,
            Payment.boot_assignment.closed_at,
        )
        .where(Payment.reference == reference)
        .first()
    )
    if row is None or row["boot_assignment"] is None:
        return None
    label = await current_label(row["boot_assignment.boot"])
    if label is None:
        return None
    ended = (row["boot_assignment.returned_at"], row["boot_assignment.closed_at"])
    return LinkedCase(
        token=label.token,
        over=any(moment is not None for moment in ended),
        link_version=row["link_version"],
    )

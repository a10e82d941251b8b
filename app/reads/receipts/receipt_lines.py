"""What was charged for each ticket that a payment paid, as it stood then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.query import Select

from app.rules.money.ledger import MONEY_ACCOUNTS
from app.rules.wording import N_
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation_item import ViolationItem


@dataclass(frozen=True)
class ReceiptLine:
    """One line; `label` is a msgid when `said`, `deposit` when it comes back with the boot."""

    violation_id: int
    number: str
    plate: str
    label: str
    amount_cents: int
    said: bool = False
    deposit: bool = False
    label_fr: str = ""


def _paid(payment_id: int) -> Select[Any]:
    """The tickets that this payment's money was entered for."""
    one = LedgerEntry
    return one.select(one.violation).where(
        one.payment == payment_id,
        one.violation.is_not_null(),
        one.debit.is_in([account.value for account in MONEY_ACCOUNTS]),
    )


async def receipt_lines(payment_id: int, paid_at: datetime) -> tuple[ReceiptLine, ...]:
    """One line an item, discount and late amount of each ticket paid (rule P4); two statements.

    A ticket that a dispute reopened is no longer kept, but the books say that it was paid. Items
    void before the payment were no part of it.
    """
    one = PaymentLine
    tickets = (
        await one.select(
            one.violation,
            one.discount_cents,
            one.late_cents,
            one.violation.number,
            one.violation._.vehicle._.plate,
        )
        .where(
            one.payment == payment_id, one.kept.eq(True) | one.violation.is_in(_paid(payment_id))
        )
        .order_by(one.violation)
    )
    if not tickets:
        return ()
    item = ViolationItem
    items = (
        await item.select(
            item.violation,
            item.description,
            item.description_fr,
            item.fine_cents,
            item.apply_boot,
        )
        .where(
            item.violation.is_in([row["violation"] for row in tickets]),
            item.void_at.is_null() | (item.void_at > paid_at),
        )
        .order_by(item.id)
    )
    lines: list[ReceiptLine] = []
    for row in tickets:
        about = (row["violation"], row["violation.number"], row["violation.vehicle.plate"])
        lines += [
            ReceiptLine(
                *about,
                one["description"],
                one["fine_cents"],
                deposit=bool(one["apply_boot"]),
                label_fr=one["description_fr"],
            )
            for one in items
            if one["violation"] == row["violation"]
        ]
        if row["discount_cents"]:
            lines.append(ReceiptLine(*about, N_("Discount"), -row["discount_cents"], said=True))
        if row["late_cents"]:
            lines.append(ReceiptLine(*about, N_("Late amount"), row["late_cents"], said=True))
    return tuple(lines)

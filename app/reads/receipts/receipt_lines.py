"""What was charged for each ticket that a payment paid, as it stood then."""

from dataclasses import dataclass
from datetime import datetime

from app.rules.wording import N_
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


async def receipt_lines(payment_id: int, paid_at: datetime) -> tuple[ReceiptLine, ...]:
    """One line an item, discount and late amount of each ticket kept (rule P4); two statements.

    Items void before the payment were no part of it.
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
        .where(one.payment == payment_id, one.kept.eq(True))
        .order_by(one.violation)
    )
    if not tickets:
        return ()
    item = ViolationItem
    items = (
        await item.select(item.violation, item.description, item.fine_cents, item.apply_boot)
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
                *about, one["description"], one["fine_cents"], deposit=bool(one["apply_boot"])
            )
            for one in items
            if one["violation"] == row["violation"]
        ]
        if row["discount_cents"]:
            lines.append(ReceiptLine(*about, N_("Discount"), -row["discount_cents"], said=True))
        if row["late_cents"]:
            lines.append(ReceiptLine(*about, N_("Late amount"), row["late_cents"], said=True))
    return tuple(lines)

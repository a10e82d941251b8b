"""What was charged for each ticket that a payment paid, as it stood then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.rules.money.ledger import MONEY_ACCOUNTS
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
    label_fr: str = ""


_MONEY = [account.value for account in MONEY_ACCOUNTS]
# Written out: a receipt is sent beside every release mail, which must not wait for it (target P4).
# A ticket is the payment's when its money was entered for it.
_TICKETS = """
SELECT l.violation, l.discount_cents, l.late_cents, v.number, c.plate
FROM payment_line l JOIN violation v ON v.id = l.violation JOIN vehicle c ON c.id = v.vehicle
WHERE l.payment = {} AND (l.kept OR l.violation IN (
    SELECT e.violation FROM ledger_entry e WHERE e.payment = {} AND e.debit IN (...)
))
ORDER BY l.violation
"""
_ITEMS = """
SELECT violation, description, description_fr, fine_cents, apply_boot FROM violation_item
WHERE violation IN (...) AND (void_at IS NULL OR void_at > {}) ORDER BY id
"""


async def receipt_lines(payment_id: int, paid_at: datetime) -> tuple[ReceiptLine, ...]:
    """One line an item, discount and late amount of each ticket paid (rule P4); two statements.

    A ticket that a dispute reopened is no longer kept, but the books say that it was paid. Items
    void before the payment were no part of it.
    """
    tickets = await PaymentLine.raw(_for_each(_TICKETS, _MONEY), payment_id, payment_id, *_MONEY)
    if not tickets:
        return ()
    paid = [row["violation"] for row in tickets]
    items = await ViolationItem.raw(_for_each(_ITEMS, paid), *paid, paid_at)
    lines: list[ReceiptLine] = []
    for row in tickets:
        about = (row["violation"], row["number"], row["plate"])
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


def _for_each(sql: str, values: Sequence[object]) -> str:
    return sql.replace("...", ", ".join(["{}"] * len(values)))

"""A ticket's charges as lines that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.rules.money.fees import DiscountKind, Due, ItemTerms, item_due
from app.rules.wording import N_

_DISCOUNT = N_("Discount")
_LATE = N_("Late amount")


@dataclass(frozen=True)
class BillLine:
    """One line in cents; `label` is a msgid when `said`, else the offence as it was written."""

    label: str
    amount_cents: int
    deposit: bool = False
    void: bool = False
    said: bool = False
    label_fr: str = ""


def bill_lines(
    items: Sequence[Mapping[str, Any]], ticket: Mapping[str, Any], on: date
) -> tuple[BillLine, ...]:
    """Each item's fine, then discount and late amount of all, as on the day `on` (rules M2, M5).

    Void items keep their line, marked, and count nothing.
    """
    dues = [_due(item, ticket, on) for item in items]
    lines = [
        BillLine(
            label=item["description"],
            amount_cents=item["fine_cents"],
            deposit=item["apply_boot"],
            void=item["void_at"] is not None,
            label_fr=item["description_fr"],
        )
        for item in items
    ]
    whole = sum(dues, start=Due())
    if whole.discount_cents:
        lines.append(BillLine(_DISCOUNT, -whole.discount_cents, said=True))
    if whole.late_cents:
        lines.append(BillLine(_LATE, whole.late_cents, said=True))
    return tuple(lines)


def _due(item: Mapping[str, Any], ticket: Mapping[str, Any], on: date) -> Due:
    return item_due(
        ItemTerms(
            fine_cents=item["fine_cents"],
            apply_boot=item["apply_boot"],
            discount_kind=DiscountKind(item["discount_kind"]),
            discount_value=item["discount_value"],
            late_cents=item["late_cents"],
            void=item["void_at"] is not None,
        ),
        discount_until_on=ticket["discount_until_on"],
        overdue_after_on=ticket["overdue_after_on"],
        on=on,
    )

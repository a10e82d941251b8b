"""What the deposits of tickets are, as charged now."""

from collections.abc import Collection

from app.rules.money.deposits import boot_fee
from app.rules.money.fees import DiscountKind, ItemTerms
from app.tables.street.violation_item import ViolationItem

_ITEMS = """
SELECT violation, fine_cents, apply_boot, void_at FROM violation_item WHERE violation IN (...)
"""


async def boot_fees(violation_ids: Collection[int]) -> dict[int, int]:
    """Violation id -> Boot Fee in cents (rule D1), 0 without one; one statement."""
    if not violation_ids:
        return {}
    marks = ", ".join(["{}"] * len(violation_ids))
    rows = await ViolationItem.raw(_ITEMS.replace("...", marks), *sorted(violation_ids))
    items: dict[int, list[ItemTerms]] = {ticket: [] for ticket in violation_ids}
    for row in rows:
        items[row["violation"]].append(
            ItemTerms(
                fine_cents=row["fine_cents"],
                apply_boot=bool(row["apply_boot"]),
                # Of no weight here: Apply Boot has neither (rule M4).
                discount_kind=DiscountKind.none,
                discount_value=0,
                late_cents=0,
                void=row["void_at"] is not None,
            )
        )
    return {ticket: boot_fee(terms) for ticket, terms in items.items()}

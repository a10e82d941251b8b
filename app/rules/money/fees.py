"""What a ticket costs on a given day, in integer cents (rules M2 to M6)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WHOLE_BASIS_POINTS = 10_000


class DiscountKind(StrEnum):
    """How a discount is counted."""

    none = "none"
    amount = "amount"
    percent = "percent"


@dataclass(frozen=True)
class ItemTerms:
    """The priced terms copied onto a violation item (rule M7).

    `discount_value` is cents for an amount and basis points (percent × 100) for a percentage.
    `late_cents` is added once the item is overdue. Raises ValueError for negative figures.
    """

    fine_cents: int
    apply_boot: bool
    discount_kind: DiscountKind
    discount_value: int
    late_cents: int
    void: bool = False

    def __post_init__(self) -> None:
        if min(self.fine_cents, self.discount_value, self.late_cents) < 0:
            raise ValueError("fine, discount and late amount are never negative")


@dataclass(frozen=True)
class Due:
    """What is owed on a day, in cents; `deposit_cents` is the part of the fine that comes back."""

    fine_cents: int = 0
    discount_cents: int = 0
    late_cents: int = 0
    deposit_cents: int = 0

    @property
    def due_cents(self) -> int:
        """The amount to pay (rule M2)."""
        return self.fine_cents - self.discount_cents + self.late_cents

    def __add__(self, other: "Due") -> "Due":
        """Add line by line."""
        return Due(
            self.fine_cents + other.fine_cents,
            self.discount_cents + other.discount_cents,
            self.late_cents + other.late_cents,
            self.deposit_cents + other.deposit_cents,
        )


def percent_of(amount_cents: int, basis_points: int) -> int:
    """Return that share of `amount_cents`, rounded half up (rule M3)."""
    return (amount_cents * basis_points + WHOLE_BASIS_POINTS // 2) // WHOLE_BASIS_POINTS


def included_tax(amount_cents: int, rate_bp: int) -> int:
    """Return the tax that is contained in `amount_cents`, rounded half up (rule M10).

    `rate_bp` is in hundredths of a percent; 0 means no tax.
    """
    whole = WHOLE_BASIS_POINTS + rate_bp
    return (amount_cents * rate_bp * 2 + whole) // (whole * 2)


def full_discount(terms: ItemTerms) -> int:
    """Return the discount in cents while it counts; never more than the fine (rules M3, M4)."""
    if terms.apply_boot or terms.discount_kind is DiscountKind.none:
        return 0
    if terms.discount_kind is DiscountKind.percent:
        return min(terms.fine_cents, percent_of(terms.fine_cents, terms.discount_value))
    return min(terms.fine_cents, terms.discount_value)


def item_due(terms: ItemTerms, *, discount_until_on: date, overdue_after_on: date, on: date) -> Due:
    """Return what one item owes on the local date `on` (rules M2 to M5).

    The discount counts through `discount_until_on`; the late amount from the day after
    `overdue_after_on`.
    """
    if terms.void:
        return Due()
    if terms.apply_boot:
        return Due(fine_cents=terms.fine_cents, deposit_cents=terms.fine_cents)
    return Due(
        fine_cents=terms.fine_cents,
        discount_cents=full_discount(terms) if on <= discount_until_on else 0,
        late_cents=terms.late_cents if is_overdue(overdue_after_on, on) else 0,
    )


def is_overdue(overdue_after_on: date, on: date) -> bool:
    """Say whether `on` is past the last day to pay (rule M2)."""
    return on > overdue_after_on


def dates_at_issue(issued_on: date, discount_days: int, overdue_days: int) -> tuple[date, date]:
    """Return (discount_until_on, overdue_after_on) for a ticket written on `issued_on`.

    Both days still belong to the payer (rule M2).
    """
    return issued_on + timedelta(days=discount_days), issued_on + timedelta(days=overdue_days)


def clock_date(on: date, under_review_since_on: date | None) -> date:
    """Return the date the fees are counted by: it stands still under review (rule M6)."""
    return on if under_review_since_on is None else min(on, under_review_since_on)


def shift_after_review(
    discount_until_on: date, overdue_after_on: date, *, since_on: date, ended_on: date
) -> tuple[date, date]:
    """Return both dates moved later by the days the review took (rule M6).

    Raises ValueError if the review ends before it began.
    """
    if ended_on < since_on:
        raise ValueError("a review cannot end before it began")
    took = ended_on - since_on
    return discount_until_on + took, overdue_after_on + took

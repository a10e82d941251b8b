"""What a frozen checkout asks for one ticket."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QuotedLine:
    """One payment line, amounts in cents; `fine_cents` includes the deposit."""

    id: int
    violation_id: int
    vehicle_id: int
    fine_cents: int
    discount_cents: int
    late_cents: int
    deposit_cents: int
    due_cents: int

"""A ticket as a review sees it."""

from dataclasses import dataclass
from datetime import date

from app.rules.errors import Missing
from app.rules.violations.states import ViolationStatus
from app.tables.street.violation import Violation


@dataclass(frozen=True)
class Reviewed:
    """`since_on` is None while it is not under review; dates are local days."""

    vehicle_id: int
    status: ViolationStatus
    since_on: date | None
    discount_until_on: date
    overdue_after_on: date


async def reviewed(violation_id: int) -> Reviewed:
    """Its state now; read it again once the vehicle's turn is held. Raises `Missing`."""
    row = (
        await Violation.select(
            Violation.vehicle,
            Violation.status,
            Violation.under_review_since_on,
            Violation.discount_until_on,
            Violation.overdue_after_on,
        )
        .where(Violation.id == violation_id)
        .first()
    )
    if row is None:
        raise Missing
    return Reviewed(
        vehicle_id=row["vehicle"],
        status=ViolationStatus(row["status"]),
        since_on=row["under_review_since_on"],
        discount_until_on=row["discount_until_on"],
        overdue_after_on=row["overdue_after_on"],
    )

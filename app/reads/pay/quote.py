"""What has to be paid for a boot's release, and what else the car owes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.reads.violations.dues import OwingViolation, owing_of_vehicle
from app.rules.boots.release import Debt, required


@dataclass(frozen=True)
class Quote:
    """`required` tickets are charged together, `others` are only shown (rules R2 to R5)."""

    required: tuple[OwingViolation, ...]
    others: tuple[OwingViolation, ...]

    @property
    def total_cents(self) -> int:
        """The amount to pay now."""
        return sum(ticket.due.due_cents for ticket in self.required)

    @property
    def deposit_cents(self) -> int:
        """The part of the total that comes back with the boot."""
        return sum(ticket.due.deposit_cents for ticket in self.required)


async def quote_for(
    vehicle_id: int, booted_violation_id: int | None, *, require_overdue: bool, today: date
) -> Quote:
    """The whole required set of a vehicle on the local day `today`; one statement.

    Without a booted violation nothing is required and `require_overdue` asks nothing.
    """
    owing = await owing_of_vehicle(vehicle_id, today)
    needed = {
        debt.violation_id
        for debt in required(
            _debts(owing, booted_violation_id),
            require_overdue and booted_violation_id is not None,
        )
    }
    return Quote(
        required=tuple(ticket for ticket in owing if ticket.id in needed),
        others=tuple(ticket for ticket in owing if ticket.id not in needed),
    )


def _debts(owing: Iterable[OwingViolation], booted_violation_id: int | None) -> list[Debt]:
    return [
        Debt(
            violation_id=ticket.id,
            status=ticket.status,
            overdue=ticket.overdue,
            under_review=ticket.under_review,
            booted=ticket.id == booted_violation_id,
        )
        for ticket in owing
    ]

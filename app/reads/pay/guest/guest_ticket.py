"""The ticket somebody found by number and PIN, and the boot that its car waits with."""

from dataclasses import dataclass
from datetime import datetime

from app.reads.boots.current_label import current_label
from app.reads.pay.cart import Door
from app.rules.violations.states import OWING, ViolationStatus
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation


@dataclass(frozen=True)
class GuestTicket:
    """A ticket as its finder may see it; `boot_name` is "" when no boot waits on the car."""

    violation_id: int
    number: str
    status: ViolationStatus
    plate: str
    place: str
    issued_at: datetime
    paid_at: datetime | None
    boot_name: str
    door: Door

    @property
    def owing(self) -> bool:
        """Whether this ticket itself is still to be paid."""
        return self.status in OWING


# A car may wear two boots: the one of this ticket counts first, then the older.
_SQL = """
SELECT v.id, v.number, v.status, v.place, v.issued_at, v.paid_at, v.currency, v.vehicle, c.plate,
    a.id AS assignment_id, a.violation AS booted_id, a.require_overdue, b.name AS boot_name
FROM violation v
JOIN vehicle c ON c.id = v.vehicle
LEFT JOIN violation w ON w.vehicle = v.vehicle
    AND EXISTS (SELECT 1 FROM boot_assignment o WHERE o.violation = w.id
        AND o.closed_at IS NULL AND o.released_at IS NULL)
LEFT JOIN boot_assignment a ON a.violation = w.id
    AND a.closed_at IS NULL AND a.released_at IS NULL
LEFT JOIN boot b ON b.id = a.boot
WHERE v.id = {}
ORDER BY CASE WHEN w.id = v.id THEN 0 ELSE 1 END, a.id
LIMIT 1
"""


async def guest_ticket(violation_id: int, path: str) -> GuestTicket | None:
    """The ticket and its door at `path`, or None for an unknown id; one statement."""
    rows = await Violation.raw(_SQL, violation_id)
    if not rows:
        return None
    row = rows[0]
    return GuestTicket(
        violation_id=row["id"],
        number=row["number"],
        status=ViolationStatus(row["status"]),
        plate=row["plate"],
        place=row["place"],
        issued_at=row["issued_at"],
        paid_at=row["paid_at"],
        boot_name=row["boot_name"] or "",
        door=Door(
            path=path,
            label=row["number"],
            vehicle_id=row["vehicle"],
            currency=row["currency"],
            assignment_id=row["assignment_id"],
            booted_id=row["booted_id"],
            require_overdue=bool(row["require_overdue"]),
            searched_id=row["id"],
        ),
    )


async def released_by(payment_id: int) -> str | None:
    """The page of the boot that this payment released, while the case is open; None otherwise."""
    row = (
        await BootAssignment.select(BootAssignment.boot)
        .where(
            BootAssignment.release_payment_id == payment_id,
            BootAssignment.closed_at.is_null(),
        )
        .first()
    )
    label = await current_label(row["boot"]) if row else None
    return f"/b/{label.token}" if label else None

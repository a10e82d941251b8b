"""The case behind a boot's label: which boot, on which car, for which ticket."""

from dataclasses import dataclass
from datetime import datetime

from app.reads.pay.cart import Door
from app.rules.boots.states import BootStatus
from app.tables.boots.boot_label import BootLabel


@dataclass(frozen=True)
class OnVehicle:
    """The open assignment of a boot and what the driver's page needs of it."""

    assignment_id: int
    violation_id: int
    vehicle_id: int
    plate: str
    place: str
    currency: str
    require_overdue: bool
    issued_at: datetime
    released_at: datetime | None
    return_due_at: datetime | None
    reported_at: datetime | None
    release_payment_id: int | None
    release_email: str


@dataclass(frozen=True)
class Case:
    """What a label leads to; `on` is None while the boot is on no vehicle."""

    token: str
    boot_id: int
    boot_name: str
    status: BootStatus
    label_replaced: bool
    on: OnVehicle | None


_SQL = """
SELECT b.id AS boot_id, b.name, b.status, l.replaced_at,
    a.id AS assignment_id, a.violation, a.require_overdue, a.issued_at, a.released_at,
    a.return_due_at, a.reported_returned_at, a.release_payment_id, a.release_email,
    v.vehicle, v.place, v.currency, c.plate
FROM boot_label l
JOIN boot b ON b.id = l.boot
LEFT JOIN boot_assignment a ON a.boot = b.id AND a.closed_at IS NULL
LEFT JOIN violation v ON v.id = a.violation
LEFT JOIN vehicle c ON c.id = v.vehicle
WHERE l.token = {}
"""


async def find_case(token: str) -> Case | None:
    """The case of the label `token`, or None for an unknown token; one statement (target P1)."""
    rows = await BootLabel.raw(_SQL, token)
    if not rows:
        return None
    row = rows[0]
    on = None
    if row["assignment_id"] is not None:
        on = OnVehicle(
            assignment_id=row["assignment_id"],
            violation_id=row["violation"],
            vehicle_id=row["vehicle"],
            plate=row["plate"],
            place=row["place"],
            currency=row["currency"],
            require_overdue=bool(row["require_overdue"]),
            issued_at=row["issued_at"],
            released_at=row["released_at"],
            return_due_at=row["return_due_at"],
            reported_at=row["reported_returned_at"],
            release_payment_id=row["release_payment_id"],
            release_email=row["release_email"],
        )
    return Case(
        token=token,
        boot_id=row["boot_id"],
        boot_name=row["name"],
        status=BootStatus(row["status"]),
        label_replaced=row["replaced_at"] is not None,
        on=on,
    )


def door_of(case: Case, on: OnVehicle) -> Door:
    """The sticker's door to paying: what it is for, in the cart's words."""
    return Door(
        path=f"/b/{case.token}",
        label=case.boot_name,
        vehicle_id=on.vehicle_id,
        currency=on.currency,
        assignment_id=on.assignment_id,
        booted_id=on.violation_id,
        require_overdue=on.require_overdue,
    )

"""One boot on one vehicle, with what a decision about it needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules.boots.states import BootStatus
from app.rules.errors import Missing
from app.rules.violations.states import ViolationStatus
from app.tables.boots.boot_assignment import BootAssignment


@dataclass(frozen=True)
class Case:
    """An assignment; open until `closed_at` (rule B12). `boot_status` is the boot's own, now."""

    assignment_id: int
    boot_id: int
    boot_name: str
    boot_status: BootStatus
    violation_id: int
    violation_number: str
    violation_status: ViolationStatus
    vehicle_id: int
    plate: str
    place: str
    issued_at: datetime
    issued_by_id: int
    released_at: datetime | None
    return_due_at: datetime | None
    remind_at: datetime | None
    release_email: str
    code_reached_at: datetime | None
    returned_at: datetime | None
    return_condition: str
    return_place_id: int | None
    closed_at: datetime | None


_COLUMNS = (
    BootAssignment.id,
    BootAssignment.boot,
    BootAssignment.boot.name,
    BootAssignment.boot.status,
    BootAssignment.violation,
    BootAssignment.violation.number,
    BootAssignment.violation.status,
    BootAssignment.violation.vehicle,
    BootAssignment.violation._.vehicle._.plate,
    BootAssignment.violation.place,
    BootAssignment.issued_at,
    BootAssignment.issued_by,
    BootAssignment.released_at,
    BootAssignment.return_due_at,
    BootAssignment.remind_at,
    BootAssignment.release_email,
    BootAssignment.code_reached_at,
    BootAssignment.returned_at,
    BootAssignment.return_condition,
    BootAssignment.return_place,
    BootAssignment.closed_at,
)


async def case_of(assignment_id: int) -> Case:
    """The case of one assignment, open or closed. Raises `Missing`."""
    row = await BootAssignment.select(*_COLUMNS).where(BootAssignment.id == assignment_id).first()
    if row is None:
        raise Missing
    return _case(row)


async def open_case_of_boot(boot_id: int) -> Case | None:
    """The open case of a boot; there is at most one (rule B2)."""
    row = (
        await BootAssignment.select(*_COLUMNS)
        .where(BootAssignment.boot == boot_id, BootAssignment.closed_at.is_null())
        .first()
    )
    return None if row is None else _case(row)


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        assignment_id=row["id"],
        boot_id=row["boot"],
        boot_name=row["boot.name"],
        boot_status=BootStatus(row["boot.status"]),
        violation_id=row["violation"],
        violation_number=row["violation.number"],
        violation_status=ViolationStatus(row["violation.status"]),
        vehicle_id=row["violation.vehicle"],
        plate=row["violation.vehicle.plate"],
        place=row["violation.place"],
        issued_at=row["issued_at"],
        issued_by_id=row["issued_by"],
        released_at=row["released_at"],
        return_due_at=row["return_due_at"],
        remind_at=row["remind_at"],
        release_email=row["release_email"],
        code_reached_at=row["code_reached_at"],
        returned_at=row["returned_at"],
        return_condition=row["return_condition"],
        return_place_id=row["return_place"],
        closed_at=row["closed_at"],
    )

"""Who can sign in: everybody, and one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules.errors import Missing
from app.rules.people.access import Role
from app.tables.people.staff import Staff
from app.tables.people.staff_factor import StaffFactor


@dataclass(frozen=True)
class Person:
    """A member of staff; who is not `active` cannot sign in, who `has_factor` needs a code too."""

    staff_id: int
    name: str
    email: str
    role: Role
    active: bool
    has_factor: bool
    added_at: datetime


async def people() -> tuple[Person, ...]:
    """Everybody: those who can sign in first, each group by name."""
    rows = await Staff.select().order_by(Staff.name)
    factors = await StaffFactor.select(StaffFactor.staff)
    having = {row["staff"] for row in factors}
    found = [_person(row, has_factor=row["id"] in having) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.active, one.name.casefold())))


async def one_person(staff_id: int) -> Person:
    """The person `staff_id`. Raises `Missing`."""
    row = await Staff.select().where(Staff.id == staff_id).first()
    if row is None:
        raise Missing
    has_factor = await StaffFactor.exists().where(StaffFactor.staff == staff_id)
    return _person(row, has_factor=has_factor)


def _person(row: Mapping[str, Any], *, has_factor: bool) -> Person:
    return Person(
        staff_id=row["id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        active=row["active"],
        has_factor=has_factor,
        added_at=row["created_at"],
    )

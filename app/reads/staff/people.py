"""Who can sign in: everybody, and one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules.errors import Missing
from app.rules.people.access import Role
from app.tables.people.staff import Staff


@dataclass(frozen=True)
class Person:
    """A member of staff; who is not `active` cannot sign in."""

    staff_id: int
    name: str
    email: str
    role: Role
    active: bool
    added_at: datetime


async def people() -> tuple[Person, ...]:
    """Everybody: those who can sign in first, each group by name."""
    rows = await Staff.select().order_by(Staff.name)
    found = [_person(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.active, one.name.casefold())))


async def one_person(staff_id: int) -> Person:
    """The person `staff_id`. Raises `Missing`."""
    row = await Staff.select().where(Staff.id == staff_id).first()
    if row is None:
        raise Missing
    return _person(row)


def _person(row: Mapping[str, Any]) -> Person:
    return Person(
        staff_id=row["id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        active=row["active"],
        added_at=row["created_at"],
    )

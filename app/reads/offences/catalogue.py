"""Ticket categories with their offence types, for the administrator's page."""

from dataclasses import dataclass
from typing import Any

from app.rules.errors import Missing
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory


@dataclass(frozen=True)
class TypeRow:
    """One offence type as stored; cents, and basis points for a percentage."""

    type_id: int
    category_id: int
    description: str
    fine_cents: int
    apply_boot: bool
    discount_kind: str
    discount_value: int
    late_cents: int
    active: bool
    description_fr: str = ""


@dataclass(frozen=True)
class CategoryRow:
    """One category and its types, those in use first."""

    category_id: int
    name: str
    active: bool
    types: tuple[TypeRow, ...] = ()


async def catalogue() -> tuple[CategoryRow, ...]:
    """Every category by name, those in use first, with all its types; two statements."""
    categories = await TicketCategory.select().order_by(TicketCategory.name)
    types = await OffenceType.select().order_by(OffenceType.description)
    return tuple(
        CategoryRow(
            category_id=category["id"],
            name=category["name"],
            active=category["active"],
            types=tuple(
                sorted(
                    (_type(row) for row in types if row["category"] == category["id"]),
                    key=lambda one: not one.active,
                )
            ),
        )
        for category in sorted(categories, key=lambda one: not one["active"])
    )


async def one_type(type_id: int) -> TypeRow:
    """One offence type. Raises `Missing`."""
    row = await OffenceType.select().where(OffenceType.id == type_id).first()
    if row is None:
        raise Missing
    return _type(row)


async def one_category(category_id: int) -> CategoryRow:
    """One category, without its types. Raises `Missing`."""
    row = await TicketCategory.select().where(TicketCategory.id == category_id).first()
    if row is None:
        raise Missing
    return CategoryRow(category_id=row["id"], name=row["name"], active=row["active"])


def _type(row: dict[str, Any]) -> TypeRow:
    return TypeRow(
        type_id=row["id"],
        category_id=row["category"],
        description=row["description"],
        fine_cents=row["fine_cents"],
        apply_boot=row["apply_boot"],
        discount_kind=row["discount_kind"],
        discount_value=row["discount_value"],
        late_cents=row["late_cents"],
        active=row["active"],
        description_fr=row["description_fr"],
    )

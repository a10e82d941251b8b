"""What a car still owes, ticket by ticket, on a given day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.rules.money.fees import DiscountKind, Due, ItemTerms, clock_date, is_overdue, item_due
from app.rules.violations.states import OWING, ViolationStatus
from app.tables.street.violation_item import ViolationItem


@dataclass(frozen=True)
class OwingItem:
    """One charged offence and what it owes that day, in cents."""

    description: str
    due_cents: int
    apply_boot: bool
    description_fr: str = ""


@dataclass(frozen=True)
class OwingViolation:
    """An unpaid or promised ticket; `due` is what it owes on the day asked about."""

    id: int
    number: str
    status: ViolationStatus
    due: Due
    overdue: bool
    under_review: bool
    issued_at: datetime
    first_offence: str
    items: tuple[OwingItem, ...]
    vehicle_id: int
    first_offence_fr: str = ""


_OF = ViolationItem.violation
_COLUMNS = (
    ViolationItem.violation,
    ViolationItem.description,
    ViolationItem.fine_cents,
    ViolationItem.apply_boot,
    ViolationItem.discount_kind,
    ViolationItem.discount_value,
    ViolationItem.late_cents,
    _OF.discount_until_on,
    _OF.overdue_after_on,
    _OF.under_review_since_on,
)


# Written out: Piccolo needs longer to build this join than PostgreSQL to answer it, and every
# scan of a label asks it (target P1).
_OWING_SQL = """
SELECT i.violation, i.description, i.description_fr, i.fine_cents, i.apply_boot,
    i.discount_kind, i.discount_value, i.late_cents,
    v.discount_until_on AS "violation.discount_until_on",
    v.overdue_after_on AS "violation.overdue_after_on",
    v.under_review_since_on AS "violation.under_review_since_on",
    v.number AS "violation.number", v.status AS "violation.status",
    v.under_review AS "violation.under_review", v.issued_at AS "violation.issued_at",
    v.vehicle AS "violation.vehicle"
FROM violation_item i
JOIN violation v ON v.id = i.violation
WHERE v.vehicle = {} AND v.status IN ({}, {}) AND i.void_at IS NULL
ORDER BY i.violation, i.id
"""


async def owing_of_vehicle(vehicle_id: int, today: date) -> tuple[OwingViolation, ...]:
    """Every unpaid or promised ticket of the vehicle, oldest first; one statement.

    `today` is the authority's local day (rules M2 to M6). Void items are left out.
    """
    rows = await ViolationItem.raw(
        _OWING_SQL, vehicle_id, *sorted(status.value for status in OWING)
    )
    tickets: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        tickets.setdefault(row["violation"], []).append(row)
    return tuple(_owing(items, today) for items in tickets.values())


async def dues_of(violation_ids: Collection[int], today: date) -> dict[int, Due]:
    """What each of the tickets owes on the local day `today`, whatever its status; one statement.

    A ticket without an item that is not void owes `Due()` (rule M5).
    """
    dues = dict.fromkeys(violation_ids, Due())
    if not dues:
        return dues
    rows = await ViolationItem.select(*_COLUMNS).where(
        ViolationItem.violation.is_in(sorted(dues)), ViolationItem.void_at.is_null()
    )
    for row in rows:
        dues[row["violation"]] += _due(row, today)
    return dues


def _owing(rows: list[dict[str, Any]], today: date) -> OwingViolation:
    first = rows[0]
    dues = [_due(row, today) for row in rows]
    return OwingViolation(
        id=first["violation"],
        number=first["violation.number"],
        status=ViolationStatus(first["violation.status"]),
        due=sum(dues, start=Due()),
        overdue=is_overdue(
            first["violation.overdue_after_on"],
            clock_date(today, first["violation.under_review_since_on"]),
        ),
        under_review=bool(first["violation.under_review"]),
        issued_at=first["violation.issued_at"],
        first_offence=first["description"],
        items=tuple(
            OwingItem(
                row["description"], due.due_cents, bool(row["apply_boot"]), row["description_fr"]
            )
            for row, due in zip(rows, dues, strict=True)
        ),
        vehicle_id=first["violation.vehicle"],
        first_offence_fr=first["description_fr"],
    )


def _due(row: Mapping[str, Any], today: date) -> Due:
    return item_due(
        ItemTerms(
            fine_cents=row["fine_cents"],
            apply_boot=bool(row["apply_boot"]),
            discount_kind=DiscountKind(row["discount_kind"]),
            discount_value=row["discount_value"],
            late_cents=row["late_cents"],
        ),
        discount_until_on=row["violation.discount_until_on"],
        overdue_after_on=row["violation.overdue_after_on"],
        on=clock_date(today, row["violation.under_review_since_on"]),
    )

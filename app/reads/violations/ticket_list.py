"""The list of violations: searched, filtered, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.columns.combination import And, Or, Where, WhereRaw
from piccolo.query.functions.aggregate import Count

from app.reads.violations.dues import dues_of
from app.rules.boots.names import name_key
from app.rules.money.fees import Due, clock_date, is_overdue
from app.rules.violations.numbers import compact, number_text, numbers_meant
from app.rules.violations.plates import normal_plate
from app.rules.violations.states import OWING, ViolationStatus
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation

PAGE_SIZE = 50
OVERDUE = "overdue"
_OWING = [status.value for status in OWING]

Condition = Where | WhereRaw | And | Or
# What `ticket_rows` needs of each ticket.
COLUMNS = (
    Violation.id,
    Violation.number,
    Violation.status,
    Violation.vehicle.plate,
    Violation.place,
    Violation.issued_at,
    Violation.currency,
    Violation.overdue_after_on,
    Violation.under_review_since_on,
)


@dataclass(frozen=True)
class TicketRow:
    """One ticket of the list; cents due today, the boot of its open assignment."""

    violation_id: int
    number: str
    status: str
    overdue: bool
    plate: str
    street: str
    issued_at: datetime
    due_cents: int
    currency: str
    boot_id: int | None
    boot_name: str | None


@dataclass(frozen=True)
class TicketList:
    """One page; `counts` are those of the search by status, `older_than` asks for the next page."""

    rows: tuple[TicketRow, ...]
    counts: dict[str, int]
    older_than: int | None


async def ticket_list(
    search: str, status: str, *, before_id: int | None, today: date
) -> TicketList:
    """Tickets by plate (from its beginning), number (dashes or not), number with PIN, or boot.

    `status` is a violation status, "overdue" or "" for all; `before_id` continues below that
    ticket (rule V9). At most four statements.
    """
    found = _matching(search)
    query = Violation.select(*COLUMNS)
    for condition in (found, _with_status(status, today)):
        if condition is not None:
            query = query.where(condition)
    if before_id is not None:
        query = query.where(Violation.id < before_id)
    rows = await query.order_by(Violation.id, ascending=False).limit(PAGE_SIZE + 1)
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    return TicketList(
        rows=await ticket_rows(rows, today),
        counts=await _counts(found, today),
        older_than=rows[-1]["id"] if more else None,
    )


async def ticket_rows(rows: Sequence[dict[str, Any]], today: date) -> tuple[TicketRow, ...]:
    """Selected `COLUMNS` as rows of a list, in the same order; two statements."""
    dues = await dues_of([row["id"] for row in rows if row["status"] in _OWING], today)
    boots = await _boots([row["id"] for row in rows])
    return tuple(_row(row, dues, boots, today) for row in rows)


def numbered(search: str) -> Condition:
    """The condition: the ticket has this number, dashes or not, with or without PIN (rule V8)."""
    found: Condition = Violation.compact == compact(search)
    for prefix, sequence in numbers_meant(search):
        if prefix:
            found = Or(found, Violation.number == number_text(prefix, sequence))
        else:
            found = Or(found, Violation.sequence == sequence)
    return found


def _matching(search: str) -> Condition | None:
    if not search:
        return None
    whole: Condition = _wearing(search)
    plate = normal_plate(search)
    if plate:
        whole = Or(whole, Violation.vehicle.plate.like(f"{plate}%"))
    return Or(whole, numbered(search))


def _wearing(name: str) -> Condition:
    """Tickets whose boot, on the car or not yet put away, has `name` in its own."""
    wanted = name_key(name)
    for sign in "!%_":
        wanted = wanted.replace(sign, f"!{sign}")
    # SQLite has no escape sign by default.
    return WhereRaw(
        "violation.id IN (SELECT a.violation FROM boot_assignment a JOIN boot b ON b.id = a.boot"
        " WHERE a.closed_at IS NULL AND b.name_key LIKE {} ESCAPE '!')",
        f"%{wanted}%",
    )


def _with_status(status: str, today: date) -> Condition | None:
    if status == OVERDUE:
        # Under review the clock stands still (rule M6).
        running = And(Violation.under_review_since_on.is_null(), Violation.overdue_after_on < today)
        stopped = And(
            Violation.under_review_since_on.is_not_null(),
            WhereRaw("violation.overdue_after_on < violation.under_review_since_on"),
        )
        return And(Violation.status.is_in(_OWING), Or(running, stopped))
    if status in ViolationStatus.__members__:
        return Violation.status == status
    return None


async def _counts(found: Condition | None, today: date) -> dict[str, int]:
    by_status = Violation.select(Violation.status, Count()).group_by(Violation.status)
    overdue = Violation.select(Count())
    late = _with_status(OVERDUE, today)
    if found is not None:
        by_status, overdue = by_status.where(found), overdue.where(found)
    if late is not None:
        overdue = overdue.where(late)
    counts = {row["status"]: int(row["count"]) for row in await by_status}
    return counts | {OVERDUE: int((await overdue)[0]["count"])}


async def _boots(violation_ids: list[int]) -> dict[int, tuple[int, str]]:
    if not violation_ids:
        return {}
    rows = await BootAssignment.select(
        BootAssignment.violation, BootAssignment.boot, BootAssignment.boot.name
    ).where(BootAssignment.violation.is_in(violation_ids), BootAssignment.closed_at.is_null())
    return {row["violation"]: (row["boot"], row["boot.name"]) for row in rows}


def _row(
    row: dict[str, Any], dues: dict[int, Due], boots: dict[int, tuple[int, str]], today: date
) -> TicketRow:
    boot_id, boot_name = boots.get(row["id"], (None, None))
    return TicketRow(
        violation_id=row["id"],
        number=row["number"],
        status=row["status"],
        overdue=row["status"] in _OWING
        and is_overdue(row["overdue_after_on"], clock_date(today, row["under_review_since_on"])),
        plate=row["vehicle.plate"],
        street=row["place"],
        issued_at=row["issued_at"],
        due_cents=dues[row["id"]].due_cents if row["id"] in dues else 0,
        currency=row["currency"],
        boot_id=boot_id,
        boot_name=boot_name,
    )

"""The rows of the Booting Activity Report: page by page, and all of them for the file."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.reads.report.question import CASES, NAMED, Question, question
from app.reads.report.wanted import Place, ReportSort, Wanted
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.states import BootStatus
from app.tables.boots.boot_assignment import BootAssignment

PAGE_SIZE = 100
FILE_STEP = 1000
_COLUMNS = """
SELECT a.id AS case_id, a.issued_at, a.released_at, a.returned_at, a.closed_at, a.return_due_at,
    a.reported_returned_at, b.id AS boot_id, b.name, b.name_key, b.status, b.created_at,
    v.id AS violation_id, v.number, v.place, c.plate, c.region, s.name AS officer
FROM """
# Only what is shown is looked up, behind the choice of a page's rows.
_SHOWN = """ picked JOIN boot b ON b.id = picked.boot
LEFT JOIN boot_assignment a ON a.id = picked.case_id
LEFT JOIN violation v ON v.id = a.violation LEFT JOIN vehicle c ON c.id = v.vehicle
LEFT JOIN staff s ON s.id = a.issued_by"""


@dataclass(frozen=True)
class ReportRow:
    """One assignment, or a boot that never had one: then it has no ticket, plate and `case_id`.

    `status` is the boot's of this moment; `created_at` is when the boot was put on, or for a
    boot alone when it came into the inventory.
    """

    case_id: int | None
    boot_id: int
    boot_name: str
    status: BootStatus
    overdue: bool
    violation_id: int | None
    number: str
    plate: str
    region: str
    place: str
    officer: str
    created_at: datetime
    released_at: datetime | None
    returned_at: datetime | None
    return_due_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class ReportPage:
    """One page; `last` is where the next one goes on, None at the end."""

    rows: tuple[ReportRow, ...]
    last: Place | None


async def report_page(
    wanted: Wanted, after: Place | None, *, time_zone: str, now: datetime
) -> ReportPage:
    """The rows behind `after` (rule L6); at most three statements, whatever the page."""
    asked = await question(wanted, time_zone)
    rows = await _rows(asked, wanted, after, PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    return ReportPage(
        rows=tuple(_row(row, now) for row in shown),
        last=_place(shown[-1], wanted) if len(rows) > PAGE_SIZE else None,
    )


async def report_lines(
    wanted: Wanted, *, time_zone: str, now: datetime
) -> AsyncIterator[tuple[ReportRow, ...]]:
    """All rows of `wanted` in steps, so that a long file needs little memory.

    Assignments come by the date they were created, which never changes: a boot released between
    two steps can neither be left out nor come twice. Boots by status come in one step.
    """
    asked = await question(wanted, time_zone)
    if wanted.status is not None:
        yield tuple(_row(row, now) for row in await _rows(asked, wanted, None, None))
        return
    by_creation = wanted.sort is ReportSort.created
    steady = replace(wanted, sort=ReportSort.created, rising=by_creation and wanted.rising)
    after: Place | None = None
    while True:
        rows = await _rows(asked, steady, after, FILE_STEP)
        yield tuple(_row(row, now) for row in rows)
        if len(rows) < FILE_STEP:
            return
        after = _place(rows[-1], steady)


async def _rows(
    asked: Question, wanted: Wanted, after: Place | None, limit: int | None
) -> list[dict[str, Any]]:
    """First the rows that have the sort key, then those that lack it, each in order."""
    rows: list[dict[str, Any]] = []
    if after is None or after.key is not None:
        rows = await _with_key(asked, wanted, after, limit)
        after = None
    key_may_lack = wanted.sort in {ReportSort.released, ReportSort.returned}
    if key_may_lack and (limit is None or len(rows) < limit):
        rest = None if limit is None else limit - len(rows)
        rows += await _without_key(asked, wanted, after, rest)
    return rows


async def _with_key(
    asked: Question, wanted: Wanted, after: Place | None, limit: int | None
) -> list[dict[str, Any]]:
    key, sign = asked.key(wanted.sort), ">" if wanted.rising else "<"
    conditions, values = [*asked.conditions, f"{key} IS NOT NULL"], list(asked.values)
    if after is not None:
        # The first half alone lets an index find the place.
        conditions.append(f"{key} {sign}= {{}}")
        conditions.append(f"({key} {sign} {{}} OR {asked.row_id} {sign} {{}})")
        values += [after.key, after.key, after.row_id]
    return await _ask(asked, conditions, values, (key, asked.row_id), wanted.rising, limit)


async def _without_key(
    asked: Question, wanted: Wanted, after: Place | None, limit: int | None
) -> list[dict[str, Any]]:
    conditions = [*asked.conditions, f"{asked.key(wanted.sort)} IS NULL"]
    values = list(asked.values)
    if after is not None:
        conditions.append(f"{asked.row_id} {'>' if wanted.rising else '<'} {{}}")
        values.append(after.row_id)
    return await _ask(asked, conditions, values, (asked.row_id,), wanted.rising, limit)


async def _ask(
    asked: Question,
    conditions: list[str],
    values: list[Any],
    order: tuple[str, ...],
    rising: bool,
    limit: int | None,
) -> list[dict[str, Any]]:
    in_order = " ORDER BY " + ", ".join(f"{one} {'ASC' if rising else 'DESC'}" for one in order)
    cut = "" if limit is None else f" LIMIT {limit}"
    tables = asked.named if "b.name_key" in order else asked.tables
    early, late = values[: asked.early], values[asked.early :]
    # The first rows of each way of a search by themselves: each has an index of its own.
    chosen, bound = [], list(early)
    for way in asked.ways or (None,):
        more = (way.condition,) if way else ()
        found = " AND ".join((*conditions, *more))
        joins = way.joins if way else ""
        if way and not joins and tables == CASES:
            joins = NAMED
        chosen.append(
            f"SELECT {asked.boot} AS boot, a.id AS case_id FROM {tables}{joins}"  # noqa: S608
            f" WHERE {found}{in_order}{cut}"
        )
        bound += [*late, *(way.values if way else ())]
    picked = chosen[0]
    if len(chosen) > 1:
        picked = " UNION ".join(f"SELECT * FROM ({one}) way" for one in chosen)  # noqa: S608
    sql = f"{asked.before}{_COLUMNS}({picked}){_SHOWN}{in_order}{cut}"
    return list(await BootAssignment.raw(sql, *bound))


def _place(row: Mapping[str, Any], wanted: Wanted) -> Place:
    row_id = row["case_id"] if wanted.status is None else row["boot_id"]
    if wanted.sort is ReportSort.name:
        return Place(row_id, row["name_key"])
    if wanted.sort is ReportSort.created:
        return Place(row_id, row["issued_at"] or row["created_at"])
    return Place(row_id, row[f"{wanted.sort.value}_at"])


def _row(row: Mapping[str, Any], now: datetime) -> ReportRow:
    status = BootStatus(row["status"])
    is_open = row["case_id"] is not None and row["closed_at"] is None
    return ReportRow(
        case_id=row["case_id"],
        boot_id=row["boot_id"],
        boot_name=row["name"],
        status=status,
        overdue=is_open
        and is_boot_overdue(status, row["return_due_at"], row["reported_returned_at"], now),
        violation_id=row["violation_id"],
        number=row["number"] or "",
        plate=row["plate"] or "",
        region=row["region"] or "",
        place=row["place"] or "",
        officer=row["officer"] or "",
        created_at=row["issued_at"] or row["created_at"],
        released_at=row["released_at"],
        returned_at=row["returned_at"],
        return_due_at=row["return_due_at"],
        closed_at=row["closed_at"],
    )

"""The report's filters as SQL: one wording for its rows, its totals and its file (rule L6)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.reads.report.wanted import ReportDate, ReportSort, Wanted
from app.rules.boots.names import name_key
from app.rules.local_days import day_is_over, day_starts
from app.rules.violations.numbers import compact, number_text
from app.rules.violations.plates import normal_plate
from app.tables.boots.boot_assignment import BootAssignment

CASES = "boot_assignment a JOIN boot b ON b.id = a.boot"
TICKETS = "JOIN violation v ON v.id = a.violation JOIN vehicle c ON c.id = v.vehicle"
# Each boot of a status once, with its latest assignment if it ever had one. Found beforehand: in
# a join PostgreSQL would read every assignment there is.
LATEST = (
    "WITH latest AS MATERIALIZED (SELECT one.id AS boot,"
    " (SELECT MAX(x.id) FROM boot_assignment x WHERE x.boot = one.id) AS id"
    " FROM boot one WHERE one.status = {}) "
)
BOOTS = (
    "latest JOIN boot b ON b.id = latest.boot LEFT JOIN boot_assignment a ON a.id = latest.id"
    " LEFT JOIN violation v ON v.id = a.violation LEFT JOIN vehicle c ON c.id = v.vehicle"
)
# Fewer rows than this are fetched by their ids and sorted; more are met soon by walking in order.
FEW = 2000
_NUMBER = re.compile(r"([A-Z]{0,6})([0-9]{1,9})")
_DATES: Mapping[ReportDate, str] = MappingProxyType(
    {
        ReportDate.created: "a.issued_at",
        ReportDate.released: "a.released_at",
        ReportDate.returned: "a.returned_at",
    }
)


@dataclass(frozen=True)
class Question:
    """WITH, FROM and WHERE with a `{}` for each value; `row_id` numbers the rows."""

    before: str
    tables: str
    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    row_id: str
    dates: Mapping[ReportDate, str]

    def key(self, sort: ReportSort) -> str:
        """The column the rows are ordered by."""
        return "b.name_key" if sort is ReportSort.name else self.dates[ReportDate(sort.value)]

    def where(self, *more: str) -> str:
        """` WHERE …`, or nothing where everything is wanted."""
        conditions = (*self.conditions, *more)
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""


async def question(wanted: Wanted, time_zone: str) -> Question:
    """What to ask the database for `wanted`; looks up the matches of a search first."""
    conditions: list[str] = []
    values: list[Any] = []
    if wanted.status is None:
        before, tables, row_id, dates = "", f"{CASES} {TICKETS}", "a.id", _DATES
    else:
        # A boot that was never used was created when it came into the inventory.
        created = {ReportDate.created: "COALESCE(a.issued_at, b.created_at)"}
        before, tables, row_id = LATEST, BOOTS, "b.id"
        dates = MappingProxyType({**_DATES, **created})
        values.append(wanted.status.value)
    if wanted.search:
        matches = _matches(wanted.search)
        few = await _few(matches) if wanted.status is None else None
        if few is None:
            conditions.append(f"({' OR '.join(condition for condition, _ in matches)})")
            values += [value for _, value in matches]
        else:
            conditions.append(f"a.id IN ({', '.join(map(str, few))})" if few else "1 = 0")
    if wanted.first_on is not None:
        conditions.append(f"{dates[wanted.date_by]} >= {{}}")
        values.append(day_starts(wanted.first_on, time_zone))
    if wanted.last_on is not None:
        conditions.append(f"{dates[wanted.date_by]} < {{}}")
        values.append(day_is_over(wanted.last_on, time_zone))
    return Question(before, tables, tuple(conditions), tuple(values), row_id, dates)


def _matches(search: str) -> Sequence[tuple[str, str | int]]:
    """Part of a boot's name, the start of a plate, or a whole ticket number (rules V8, V9)."""
    name = name_key(search)
    for sign in "!%_":
        name = name.replace(sign, f"!{sign}")
    # SQLite has no escape sign by default.
    found: list[tuple[str, str | int]] = [("b.name_key LIKE {} ESCAPE '!'", f"%{name}%")]
    plate, ticket = normal_plate(search), compact(search)
    if plate:
        found.append(("c.plate LIKE {}", f"{plate}%"))
    if ticket:
        found.append(("v.compact = {}", ticket))
    # A letter O typed for a zero is forgiven in the digits, never in the prefix.
    for spelled in dict.fromkeys((_letters_and_digits(search), ticket)):
        number = _NUMBER.fullmatch(spelled)
        if number and number[1]:
            found.append(("v.number = {}", number_text(number[1], int(number[2]))))
        elif number:
            found.append(("v.sequence = {}", int(number[2])))
    return found


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())


async def _few(matches: Sequence[tuple[str, str | int]]) -> list[int] | None:
    """The assignments that match, or None when there are more than a few.

    Each way of matching has an index of its own, which one condition with OR could not use.
    """
    halves = []
    for condition, _ in matches:
        tables = CASES if condition.startswith("b.") else f"boot_assignment a {TICKETS}"
        halves.append(f"SELECT a.id AS id FROM {tables} WHERE {condition}")  # noqa: S608
    rows = await BootAssignment.raw(
        f"SELECT id FROM ({' UNION ALL '.join(halves)}) found LIMIT {FEW + 1}",  # noqa: S608
        *(value for _, value in matches),
    )
    return None if len(rows) > FEW else sorted({row["id"] for row in rows})

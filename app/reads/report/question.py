"""The report's filters as SQL: one wording for its rows, its totals and its file (rule L6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.reads.report.search import Way, few_cases, meant_by
from app.reads.report.wanted import ReportDate, ReportSort, Wanted
from app.rules.local_days import day_is_over, day_starts

CASES = "boot_assignment a"
TIMES = "case_times a"
NAMED = " JOIN boot b ON b.id = a.boot"
# Each boot of a status once, with its latest assignment if it ever had one. Found beforehand: in
# a join PostgreSQL would read every assignment there is.
LATEST = (
    "WITH latest AS MATERIALIZED (SELECT one.id AS boot,"
    " (SELECT MAX(x.id) FROM boot_assignment x WHERE x.boot = one.id) AS id"
    " FROM boot one WHERE one.status = {}) "
)
BOOTS = "latest JOIN boot b ON b.id = latest.boot LEFT JOIN {cases} ON a.id = latest.id"
_DATES: Mapping[ReportDate, str] = MappingProxyType(
    {
        ReportDate.created: "a.issued_at",
        ReportDate.released: "a.released_at",
        ReportDate.returned: "a.returned_at",
    }
)


@dataclass(frozen=True)
class Question:
    """WITH and WHERE with a `{}` for each value, the first `early` of them in the WITH.

    `tables` holds what the conditions are about, `named` the same with each boot `b`, and
    `counted` with the times of `case_times`; `row_id` numbers the rows and `boot` their boots.
    A row must also be meant in one of the `ways` of a search that meets many, if there is one.
    """

    before: str
    tables: str
    named: str
    counted: str
    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    early: int
    ways: tuple[Way, ...]
    alone: bool
    row_id: str
    boot: str
    dates: Mapping[ReportDate, str]

    def key(self, sort: ReportSort) -> str:
        """The column the rows are ordered by."""
        return "b.name_key" if sort is ReportSort.name else self.dates[ReportDate(sort.value)]

    @property
    def everything(self) -> bool:
        """Whether no assignment is left out."""
        return self.alone and not self.conditions and not self.ways

    def where(self, *more: str) -> str:
        """` WHERE …` with the search in one condition, for what is counted; "" for everything."""
        conditions = [*self.conditions, *more]
        if self.ways:
            conditions.append(f"({' OR '.join(way.among(self.alone) for way in self.ways)})")
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    @property
    def asked(self) -> tuple[Any, ...]:
        """The values of `where` behind the early ones."""
        return (*self.values[self.early :], *(value for way in self.ways for value in way.values))


async def question(wanted: Wanted, time_zone: str) -> Question:
    """What to ask the database for `wanted`; looks up the matches of a search first."""
    alone = wanted.status is None
    # A boot that was never used was created when it came into the inventory.
    created = {} if alone else {ReportDate.created: "COALESCE(a.issued_at, b.created_at)"}
    dates = MappingProxyType({**_DATES, **created})
    conditions: list[str] = []
    values: list[Any] = [wanted.status.value] if wanted.status else []
    ways = meant_by(wanted.search) if wanted.search else ()
    if alone and ways and (few := await few_cases(ways)) is not None:
        conditions.append(f"a.id IN ({', '.join(map(str, few))})" if few else "1 = 0")
        ways = ()
    if wanted.first_on is not None:
        conditions.append(f"{dates[wanted.date_by]} >= {{}}")
        values.append(day_starts(wanted.first_on, time_zone))
    if wanted.last_on is not None:
        conditions.append(f"{dates[wanted.date_by]} < {{}}")
        values.append(day_is_over(wanted.last_on, time_zone))
    boots = BOOTS.format(cases=CASES)
    return Question(
        before="" if alone else LATEST,
        tables=CASES if alone else boots,
        named=f"{CASES}{NAMED}" if alone else boots,
        counted=TIMES if alone else BOOTS.format(cases=TIMES),
        conditions=tuple(conditions),
        values=tuple(values),
        early=0 if alone else 1,
        ways=tuple(ways),
        alone=alone,
        row_id="a.id" if alone else "b.id",
        boot="a.boot" if alone else "b.id",
        dates=dates,
    )

"""The totals of the Booting Activity Report, counted over everything that was filtered."""

from dataclasses import dataclass

from app.reads.report.question import question
from app.reads.report.wanted import Wanted
from app.tables.boots.boot_assignment import BootAssignment

_COUNTS = """
SELECT COUNT(*) AS found, COUNT(DISTINCT $BOOT) AS boots, COUNT(a.id) AS cases,
    COUNT(a.released_at) AS released, COUNT(a.returned_at) AS returned,
    COUNT(a.closed_at) AS closed
FROM """


@dataclass(frozen=True)
class ReportTotals:
    """Counts of rows; `boots` are different boots, `still_open` is what is not closed yet."""

    rows: int
    boots: int
    cases: int
    released: int
    returned: int
    closed: int

    @property
    def still_open(self) -> int:
        """Assignments that are not closed."""
        return self.cases - self.closed


async def report_totals(wanted: Wanted, time_zone: str) -> ReportTotals:
    """The totals of all pages together (rule L6); at most two statements."""
    asked = await question(wanted, time_zone)
    sql = asked.before + _COUNTS.replace("$BOOT", asked.boot) + asked.tables + asked.where()
    row = (await BootAssignment.raw(sql, *asked.values[: asked.early], *asked.asked))[0]
    return ReportTotals(
        rows=int(row["found"]),
        boots=int(row["boots"]),
        cases=int(row["cases"]),
        released=int(row["released"]),
        returned=int(row["returned"]),
        closed=int(row["closed"]),
    )

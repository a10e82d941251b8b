"""The Booting Activity Report as a CSV file: exactly what was filtered, streamed."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, get
from litestar.response import Stream

from app.clock import local_day, now
from app.reads.report.rows import ReportRow, report_lines
from app.reads.report.wanted import Wanted
from app.reads.settings.system_settings import system_settings
from app.routes.reader import reader_language
from app.routes.report.asked import read_asked
from app.routes.visitor import PERMISSION
from app.rules.boots.states import STATUS_WORDS
from app.rules.csv_cells import inert
from app.rules.errors import Invalid
from app.rules.people.access import Permission
from app.rules.wording import N_
from app.wordbook import translate

COLUMNS = (
    N_("Boot"),
    N_("Status of the boot now"),
    N_("Assignment"),
    N_("Ticket"),
    N_("Plate"),
    N_("Region"),
    N_("Place"),
    N_("Officer"),
    N_("Date Created"),
    N_("Date Released"),
    N_("Return due"),
    N_("Date Returned"),
    N_("Date Closed"),
    N_("Time zone"),
)
OPEN, CLOSED, NEVER_USED = N_("Open"), N_("Closed"), N_("Never used")


@get("/report.csv", opt={PERMISSION: Permission.see_reports})
async def export_report(request: Request[Any, Any, Any]) -> Stream:
    """All rows the page would show on all its pages (rule L6). Raises `Invalid` for bad days."""
    asked = read_asked(request.query_params)
    if asked.errors:
        raise Invalid(fields=dict(asked.errors))
    zone, at = (await system_settings()).time_zone, now()
    name = f"booting-activity-{local_day(at, zone)}.csv"
    return Stream(
        _file(asked.wanted, zone, at),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _file(wanted: Wanted, zone: str, at: datetime) -> AsyncIterator[bytes]:
    # With a mark at its start, so that spreadsheets read accents as they are.
    yield _text([[translate(reader_language(), column) for column in COLUMNS]]).encode("utf-8-sig")
    async for rows in report_lines(wanted, time_zone=zone, now=at):
        yield _text([_cells(row, zone) for row in rows]).encode()


def _text(lines: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue()


def _cells(row: ReportRow, zone: str) -> list[str]:
    texts = (
        row.boot_name,
        translate(reader_language(), STATUS_WORDS[row.status]),
        translate(reader_language(), _assignment(row)),
        row.number,
        row.plate,
        row.region,
        row.place,
        row.officer,
    )
    moments = (
        row.created_at,
        row.released_at,
        row.return_due_at,
        row.returned_at,
        row.closed_at,
    )
    return [*map(inert, texts), *(_local(moment, zone) for moment in moments), zone]


def _assignment(row: ReportRow) -> str:
    if row.case_id is None:
        return NEVER_USED
    return OPEN if row.closed_at is None else CLOSED


def _local(at: datetime | None, zone: str) -> str:
    """Local time as spreadsheets read it, to the second."""
    if at is None:
        return ""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")

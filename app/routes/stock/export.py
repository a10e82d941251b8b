"""The result of a stock take as a CSV file."""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from app.reads.settings.system_settings import system_settings
from app.reads.stock.shelf import ShelfRow, shelf_lines
from app.reads.stock.takes import one_take
from app.routes.reader import reader_language
from app.routes.visitor import PERMISSION
from app.rules.boots.states import STATUS_WORDS
from app.rules.boots.stock_take import IN_STORE, Finding
from app.rules.csv_cells import inert
from app.rules.errors import Conflict
from app.rules.people.access import Permission
from app.rules.wording import N_
from app.wordbook import translate

COLUMNS = (
    N_("Finding"),
    N_("Boot"),
    N_("Status at that moment"),
    N_("Why out of service"),
    N_("Unknown label"),
    N_("Old label"),
    N_("How"),
    N_("Time"),
    N_("Who"),
    N_("Time zone"),
)
WORDS: Mapping[Finding, str] = MappingProxyType(
    {
        Finding.counted: N_("Counted"),
        Finding.missing: N_("Missing"),
        Finding.unknown: N_("Unknown label"),
    }
)
SURPRISE, YES = N_("Wrong status"), N_("Yes")
BY_LABEL, BY_NAME = N_("By its label"), N_("By its name")


@get("/stock-takes/{take_id:int}/result.csv", opt={PERMISSION: Permission.run_stock_take})
async def export_result(take_id: FromPath[int]) -> Stream:
    """Every finding of a finished stock take. Raises `Missing`, and `Conflict` while it runs."""
    take = await one_take(take_id)
    if take.running:
        raise Conflict(
            N_("This stock take is still running, so there is no result yet."),
            next_step=N_("Finish it first."),
        )
    zone = (await system_settings()).time_zone
    return Stream(
        _file(take_id, zone, reader_language()),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="stock-take-{take_id}.csv"'},
    )


async def _file(take_id: int, zone: str, language: str) -> AsyncIterator[bytes]:
    # With a mark at its start, so that spreadsheets read accents as they are.
    yield _text([[translate(language, column) for column in COLUMNS]]).encode("utf-8-sig")
    async for rows in shelf_lines(take_id):
        yield _text([_cells(row, zone, language) for row in rows]).encode()


def _text(lines: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue()


def _cells(row: ShelfRow, zone: str, language: str) -> list[str]:
    surprise = row.finding is Finding.counted and row.status not in IN_STORE
    how = (BY_NAME if row.by_name else BY_LABEL) if row.finding is Finding.counted else ""
    msgids = (
        STATUS_WORDS[row.status] if row.status else "",
        row.out_reason,
    )
    return [
        translate(language, SURPRISE if surprise else WORDS[row.finding]),
        inert(row.name),
        *(translate(language, text) if text else "" for text in msgids),
        inert(row.said),
        translate(language, YES) if row.old_label else "",
        translate(language, how) if how else "",
        _local(row.at, zone),
        inert(row.who),
        zone,
    ]


def _local(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") if at else ""

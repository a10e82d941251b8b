"""The lists of a stock take: what is missing, in the wrong place, unknown, counted."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reads.dashboard.deeds import Deed
from app.reads.stock.figures import STATES_SQL
from app.reads.stock.next_step import next_deed
from app.reads.stock.takes import Take
from app.rules.boots.states import OUT_REASON_WORDS, BootStatus, OutReason
from app.rules.boots.stock_take import Finding, Shelf
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.stock.stock_line import StockLine

PAGE_SIZE = 100
FILE_STEP = 1000
_LINES = """
SELECT l.id, l.boot, l.finding, l.boot_name, l.status, l.out_reason, l.said, l.old_label,
    l.by_name, l.at, s.name AS who, b.status AS status_now, b.out_reason AS reason_now
FROM stock_line l JOIN staff s ON s.id = l.staff LEFT JOIN boot b ON b.id = l.boot
WHERE l.stock_take = {} """
_NOT_YET = f"""
SELECT b.id, b.name, b.status, b.out_reason, b.last_counted_at FROM boot b
WHERE b.status IN ({STATES_SQL})
    AND b.id NOT IN (
        SELECT boot FROM stock_line WHERE stock_take = {{}} AND boot IS NOT NULL)
"""  # noqa: S608
_WHICH: Mapping[Shelf, str] = {
    Shelf.missing: "AND l.finding = 'missing'",
    Shelf.surprise: f"AND l.finding = 'counted' AND l.status NOT IN ({STATES_SQL})",
    Shelf.unknown: "AND l.finding = 'unknown'",
    Shelf.old_label: "AND l.finding = 'counted' AND l.old_label",
    Shelf.counted: f"AND l.finding = 'counted' AND l.status IN ({STATES_SQL})",
}


@dataclass(frozen=True)
class ShelfRow:
    """One finding. `status` is the boot's at that moment and `status_now` today's, None without.

    `boot_id` None: an unknown label, and `said` is what stands on it. The reasons are msgids or "".
    """

    line_id: int
    boot_id: int | None
    name: str
    finding: Finding
    status: BootStatus | None
    out_reason: str
    status_now: BootStatus | None
    out_reason_now: OutReason | None
    said: str
    old_label: bool
    by_name: bool
    at: datetime | None
    who: str


@dataclass(frozen=True)
class ShelfPage:
    """One page; `after` asks for the next, None at the end."""

    rows: tuple[ShelfRow, ...]
    after: int | None


async def shelf(take: Take, which: Shelf, after: int | None) -> ShelfPage:
    """One page of a list; two statements at most (rule B18).

    What is missing comes by name and is worked out while the stock take runs; the rest comes
    newest first. `after` is the last number of the page before.
    """
    if take.running and which is Shelf.missing:
        rows = await _not_yet(take.take_id, after, PAGE_SIZE + 1)
    else:
        rows = await _lines(take.take_id, which, after, PAGE_SIZE + 1)
    shown = tuple(rows[:PAGE_SIZE])
    return ShelfPage(shown, shown[-1].line_id if len(rows) > PAGE_SIZE else None)


async def shelf_lines(take_id: int) -> AsyncIterator[tuple[ShelfRow, ...]]:
    """Every finding of a finished stock take, in steps, list by list."""
    for which in (Shelf.missing, Shelf.surprise, Shelf.unknown, Shelf.counted):
        after: int | None = None
        while rows := await _lines(take_id, which, after, FILE_STEP):
            yield tuple(rows)
            after = rows[-1].line_id


def deed_for(row: ShelfRow, role: Role) -> Deed | None:
    """The legal deed that puts the records right about this row, or None."""
    if row.boot_id is None or row.status_now is None:
        return None
    is_here = row.finding is Finding.counted
    return next_deed(row.boot_id, row.status_now, row.out_reason_now, role, is_here=is_here)


async def _lines(take_id: int, which: Shelf, after: int | None, most: int) -> list[ShelfRow]:
    rising = which is Shelf.missing
    place = "" if after is None else f" AND l.id {'>' if rising else '<'} {{}}"
    # Our own words alone; every value is bound.
    sql = f"{_LINES}{_WHICH[which]}{place} ORDER BY l.id {'ASC' if rising else 'DESC'} LIMIT {{}}"
    values = (take_id, *(() if after is None else (after,)), most)
    return [_line(row) for row in await StockLine.raw(sql, *values)]


def _line(row: Mapping[str, Any]) -> ShelfRow:
    return ShelfRow(
        line_id=row["id"],
        boot_id=row["boot"],
        name=row["boot_name"],
        finding=Finding(row["finding"]),
        status=BootStatus(row["status"]) if row["status"] else None,
        out_reason=_reason_word(row["out_reason"]),
        status_now=BootStatus(row["status_now"]) if row["status_now"] else None,
        out_reason_now=OutReason(row["reason_now"]) if row["reason_now"] else None,
        said=row["said"],
        old_label=bool(row["old_label"]),
        by_name=bool(row["by_name"]),
        at=row["at"],
        who=row["who"],
    )


async def _not_yet(take_id: int, after: int | None, most: int) -> list[ShelfRow]:
    """Boots in store that are not counted yet, by name, behind the boot `after`."""
    values: list[Any] = [take_id]
    place = ""
    last = await Boot.select(Boot.name_key).where(Boot.id == after).first() if after else None
    if last:
        place = "AND (b.name_key, b.id) > ({}, {}) "
        values += [last["name_key"], after]
    sql = f"{_NOT_YET}{place}ORDER BY b.name_key, b.id LIMIT {{}}"
    return [_waiting(row) for row in await Boot.raw(sql, *values, most)]


def _waiting(row: Mapping[str, Any]) -> ShelfRow:
    status = BootStatus(row["status"])
    return ShelfRow(
        line_id=row["id"],
        boot_id=row["id"],
        name=row["name"],
        finding=Finding.missing,
        status=status,
        out_reason="",
        status_now=status,
        out_reason_now=None,
        said="",
        old_label=False,
        by_name=False,
        at=row["last_counted_at"],
        who="",
    )


def _reason_word(reason: str) -> str:
    return OUT_REASON_WORDS[OutReason(reason)] if reason else ""

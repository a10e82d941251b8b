"""Every boot there is, for the page Setup Boot Devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from piccolo.columns.combination import And, Where, WhereRaw
from piccolo.query.functions.aggregate import Count

from app.rules.boots.codes import confirmed_at, needs_new_code
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.names import name_key
from app.rules.boots.states import OUT_REASON_WORDS, BootStatus, OutReason
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment

PAGE_SIZE = 100
Condition = WhereRaw | And


class StockOrder(StrEnum):
    """How the list is sorted."""

    name = "name"
    newest = "newest"
    model = "model"


# The id comes last, so that no two rows stand at the same place.
_COLUMNS: Mapping[StockOrder, tuple[str, ...]] = MappingProxyType(
    {
        StockOrder.name: ("name_key", "id"),
        StockOrder.newest: ("id",),
        StockOrder.model: ("model", "name_key", "id"),
    }
)


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind, or with `backwards` before, the boot `boot_id`."""

    boot_id: int
    backwards: bool = False


@dataclass(frozen=True)
class StockRow:
    """One boot of the list; `out_reason` is a msgid or "".

    `code_confirmed_at` is None also when the code was changed after it was confirmed (rule C11).
    """

    boot_id: int
    name: str
    status: BootStatus
    overdue: bool
    model: str
    plate: str | None
    ticket_id: int | None
    ticket_number: str | None
    needs_new_code: bool
    out_reason: str
    last_counted_at: datetime | None
    code_confirmed_at: datetime | None


@dataclass(frozen=True)
class Inventory:
    """One page of the list; `counts` are those of the search in every status.

    `needing_code` is how many of the search need a new code, whatever else is filtered.

    `previous` and `next` are the places of the pages beside it, or None.
    """

    rows: tuple[StockRow, ...]
    counts: dict[BootStatus, int]
    needing_code: int
    total: int
    previous: Place | None
    next: Place | None


async def inventory(
    search: str,
    status: BootStatus | None,
    *,
    order: StockOrder,
    place: Place | None,
    now: datetime,
    new_code_needed: bool,
    only_needing_code: bool = False,
) -> Inventory:
    """Boots whose name, model or serial number contains `search` in any case; 100 from `place` on.

    A place nobody knows is the beginning. `new_code_needed` is the setting of rule C2; without it
    no boot needs a new code, and `only_needing_code` asks for nothing.
    """
    found: Condition | None = matching(search)
    needing = _needing_code(found) if new_code_needed else None
    counts = await _counts(found)
    needing_counts = await _counts(needing) if needing is not None else {}
    if needing is not None and only_needing_code:
        found, shown = needing, needing_counts
    else:
        shown = counts
    total = sum(shown.values()) if status is None else shown.get(status, 0)
    boots, before, behind = await _page(found, status, order, place)
    cases = await _open_cases([boot["id"] for boot in boots])
    rows = tuple(_row(boot, cases.get(boot["id"]), now, new_code_needed) for boot in boots)
    return Inventory(
        rows=rows,
        counts=shown,
        needing_code=sum(needing_counts.values()),
        total=total,
        previous=Place(rows[0].boot_id, backwards=True) if rows and before else None,
        next=Place(rows[-1].boot_id) if rows and behind else None,
    )


async def _page(
    found: Condition | None, status: BootStatus | None, order: StockOrder, place: Place | None
) -> tuple[list[dict[str, Any]], bool, bool]:
    """The boots of one page, and whether there are others before and behind it."""
    start = await _start(order, place)
    backwards = place is not None and place.backwards and start is not None
    columns = _COLUMNS[order]
    rising = (order is not StockOrder.newest) is not backwards
    query = Boot.select(
        Boot.id,
        Boot.name,
        Boot.status,
        Boot.out_reason,
        Boot.model,
        Boot.code_changed_at,
        Boot.code_disclosed_at,
        Boot.code_confirmed_at,
        Boot.last_counted_at,
    )
    if found is not None:
        query = query.where(found)
    if status is not None:
        query = query.where(Boot.status == status.value)
    if start is not None:
        marks = ", ".join("{}" for _ in columns)
        row = f"({', '.join(columns)}) {'>' if rising else '<'} ({marks})"
        query = query.where(WhereRaw(row, *start))
    for column in columns:
        query = query.order_by(getattr(Boot, column), ascending=rising)
    boots = await query.limit(PAGE_SIZE + 1)
    more = len(boots) > PAGE_SIZE
    boots = boots[:PAGE_SIZE]
    if not backwards:
        return boots, start is not None, more
    if not more:
        # Too near the beginning for a whole page: begin there.
        return await _page(found, status, order, None)
    return boots[::-1], more, True


async def _start(order: StockOrder, place: Place | None) -> tuple[Any, ...] | None:
    """What the boot at `place` has in the columns of `order`."""
    if place is None:
        return None
    columns = _COLUMNS[order]
    row = await Boot.select(*columns).where(Boot.id == place.boot_id).first()
    return tuple(row[column] for column in columns) if row else None


def matching(search: str) -> WhereRaw | None:
    """The condition that a boot is found by `search`; None for no search.

    LIKE with an escape sign of our own: SQLite has none by default.
    """
    if not search:
        return None
    wanted = name_key(" ".join(search.split()))
    for sign in "!%_":
        wanted = wanted.replace(sign, f"!{sign}")
    like = f"%{wanted}%"
    return WhereRaw(
        "(name_key LIKE {} ESCAPE '!' OR LOWER(model) LIKE {} ESCAPE '!'"
        " OR LOWER(serial) LIKE {} ESCAPE '!')",
        like,
        like,
        like,
    )


def _needing_code(found: Condition | None) -> Condition:
    """Rule C2 as the database can ask it; `needs_new_code` judges each row."""
    spent = WhereRaw("code_disclosed_at IS NOT NULL AND code_disclosed_at > code_changed_at")
    return spent if found is None else And(found, spent)


async def _counts(found: Condition | None) -> dict[BootStatus, int]:
    query = Boot.select(Boot.status, Count()).group_by(Boot.status)
    if found is not None:
        query = query.where(found)
    return {BootStatus(row["status"]): int(row["count"]) for row in await query}


async def _open_cases(boot_ids: list[int]) -> dict[int, dict[str, Any]]:
    if not boot_ids:
        return {}
    on_these: Where = BootAssignment.boot.is_in(boot_ids)
    rows = await BootAssignment.select(
        BootAssignment.boot,
        BootAssignment.violation,
        BootAssignment.violation.number,
        BootAssignment.violation._.vehicle._.plate,
        BootAssignment.return_due_at,
        BootAssignment.reported_returned_at,
    ).where(on_these, BootAssignment.closed_at.is_null())
    return {row["boot"]: row for row in rows}


def _row(
    boot: dict[str, Any], case: dict[str, Any] | None, now: datetime, new_code_needed: bool
) -> StockRow:
    status = BootStatus(boot["status"])
    return StockRow(
        boot_id=boot["id"],
        name=boot["name"],
        status=status,
        overdue=case is not None
        and is_boot_overdue(status, case["return_due_at"], case["reported_returned_at"], now),
        model=boot["model"],
        plate=case["violation.vehicle.plate"] if case else None,
        ticket_id=case["violation"] if case else None,
        ticket_number=case["violation.number"] if case else None,
        needs_new_code=needs_new_code(
            disclosed_at=boot["code_disclosed_at"],
            changed_at=boot["code_changed_at"],
            setting_on=new_code_needed,
        ),
        out_reason=OUT_REASON_WORDS[OutReason(boot["out_reason"])] if boot["out_reason"] else "",
        last_counted_at=boot["last_counted_at"],
        code_confirmed_at=confirmed_at(boot["code_confirmed_at"], boot["code_changed_at"]),
    )

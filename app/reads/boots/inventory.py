"""Every boot there is, for the page Setup Boot Devices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns.combination import Where, WhereRaw
from piccolo.query.functions.aggregate import Count

from app.rules.boots.codes import needs_new_code
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.names import name_key
from app.rules.boots.states import OUT_REASON_WORDS, BootStatus, OutReason
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment

PAGE_SIZE = 100


@dataclass(frozen=True)
class StockRow:
    """One boot of the list; `out_reason` is a msgid or ""."""

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


@dataclass(frozen=True)
class Inventory:
    """One page of the list; `counts` are those of the search in every status."""

    rows: tuple[StockRow, ...]
    counts: dict[BootStatus, int]
    total: int
    page: int
    last_page: int


async def inventory(
    search: str,
    status: BootStatus | None,
    *,
    page: int,
    now: datetime,
    new_code_needed: bool,
) -> Inventory:
    """Boots whose name contains `search` in any case, by name; pages of 100 from 1 on.

    A page past the end is the last one. `new_code_needed` is the setting of rule C2.
    """
    found = _matching(search)
    counts = await _counts(found)
    total = sum(counts.values()) if status is None else counts.get(status, 0)
    last_page = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), last_page)
    query = Boot.select(
        Boot.id,
        Boot.name,
        Boot.status,
        Boot.out_reason,
        Boot.model,
        Boot.code_changed_at,
        Boot.code_disclosed_at,
    )
    if found is not None:
        query = query.where(found)
    if status is not None:
        query = query.where(Boot.status == status.value)
    boots = (
        await query.order_by(Boot.name_key)
        .order_by(Boot.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    cases = await _open_cases([boot["id"] for boot in boots])
    rows = tuple(_row(boot, cases.get(boot["id"]), now, new_code_needed) for boot in boots)
    return Inventory(rows=rows, counts=counts, total=total, page=page, last_page=last_page)


def _matching(search: str) -> WhereRaw | None:
    """LIKE with an escape sign of our own: SQLite has none by default."""
    if not search:
        return None
    wanted = name_key(" ".join(search.split()))
    for sign in "!%_":
        wanted = wanted.replace(sign, f"!{sign}")
    return WhereRaw("name_key LIKE {} ESCAPE '!'", f"%{wanted}%")


async def _counts(found: WhereRaw | None) -> dict[BootStatus, int]:
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
    )

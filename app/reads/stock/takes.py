"""Every stock take there was, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reads.stock.figures import Figures, figures
from app.rules.errors import Missing
from app.tables.stock.stock_take import StockTake

PAGE_SIZE = 50


@dataclass(frozen=True)
class Take:
    """One stock take; running while `finished_at` is None."""

    take_id: int
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    finished_by: str
    figures: Figures

    @property
    def running(self) -> bool:
        """Whether boots are still counted in it."""
        return self.finished_at is None


@dataclass(frozen=True)
class Takes:
    """One page; `older_than` asks for the next, None at the end. `running`: the one that runs."""

    rows: tuple[Take, ...]
    running: Take | None
    older_than: int | None


async def stock_takes(before_id: int | None) -> Takes:
    """One page of the finished ones, older than `before_id`; and the one that runs."""
    query = _select().where(StockTake.finished_at.is_not_null())
    if before_id is not None:
        query = query.where(StockTake.id < before_id)
    found = await query.order_by(StockTake.id, ascending=False).limit(PAGE_SIZE + 1)
    running = await _select().where(StockTake.finished_at.is_null()).first()
    return Takes(
        rows=tuple(_finished(row) for row in found[:PAGE_SIZE]),
        running=await _take(running) if running else None,
        older_than=found[PAGE_SIZE - 1]["id"] if len(found) > PAGE_SIZE else None,
    )


async def one_take(take_id: int) -> Take:
    """One stock take with its numbers. Raises `Missing`."""
    row = await _select().where(StockTake.id == take_id).first()
    if row is None:
        raise Missing
    return await _take(row)


def _select() -> Any:
    one = StockTake
    return one.select(*one.all_columns(), one.started_by.name, one.finished_by.name)


async def _take(row: Mapping[str, Any]) -> Take:
    return _with(row, await figures(row["id"], running=row["finished_at"] is None))


def _finished(row: Mapping[str, Any]) -> Take:
    # The list shows the numbers kept at the finish; old labels are on its own page.
    kept = Figures(row["counted"], row["missing"], row["surprises"], row["unknown"], 0)
    return _with(row, kept)


def _with(row: Mapping[str, Any], found: Figures) -> Take:
    return Take(
        take_id=row["id"],
        started_at=row["started_at"],
        started_by=row["started_by.name"],
        finished_at=row["finished_at"],
        finished_by=row["finished_by.name"] or "",
        figures=found,
    )

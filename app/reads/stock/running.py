"""The stock take that runs, as a boot's pages need it."""

from dataclasses import dataclass
from datetime import datetime

from app.tables.stock.stock_take import StockTake

_SQL = """
SELECT t.id, l.at FROM stock_take t
LEFT JOIN stock_line l ON l.stock_take = t.id AND l.boot = {}
WHERE t.finished_at IS NULL
"""


@dataclass(frozen=True)
class Running:
    """`counted_at` is when this boot was counted in it, or None."""

    take_id: int
    counted_at: datetime | None


async def running_take(boot_id: int) -> Running | None:
    """The one stock take that runs (rule B18), or None; one statement."""
    rows = await StockTake.raw(_SQL, boot_id)
    return Running(rows[0]["id"], rows[0]["at"]) if rows else None

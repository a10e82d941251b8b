"""One count of the whole store; running until it is finished, and one at a time."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz
from piccolo.table import Table

from app.tables.people.staff import Staff


class StockTake(Table, tablename="stock_take"):
    id: Serial
    started_at = Timestamptz()
    started_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    finished_at = Timestamptz(null=True, default=None)
    finished_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    # Counting and finishing take turns on this row.
    turn = Integer(default=0)
    # The result, written when it is finished: boots that stood in store and were there, and so on.
    counted = Integer(default=0)
    missing = Integer(default=0)
    surprises = Integer(default=0)
    unknown = Integer(default=0)

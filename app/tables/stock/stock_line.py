"""One finding of a stock take: a boot counted or missing, or a label nobody knows."""

from piccolo.columns import Boolean, ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.boots.boot import Boot
from app.tables.people.staff import Staff
from app.tables.stock.stock_take import StockTake


class StockLine(Table, tablename="stock_line"):
    id: Serial
    stock_take = ForeignKey(StockTake, on_delete=OnDelete.restrict, null=False)
    boot = ForeignKey(Boot, on_delete=OnDelete.restrict, null=True)
    finding = Varchar(length=10)
    # As they stood at that moment: a result does not change with what happens afterwards.
    boot_name = Varchar(length=60, default="")
    status = Varchar(length=15, default="")
    out_reason = Varchar(length=15, default="")
    said = Varchar(length=200, default="")
    old_label = Boolean(default=False)
    by_name = Boolean(default=False)
    at = Timestamptz()
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)

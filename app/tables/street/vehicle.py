"""A car: plate, region and plate type together; `turn` lets one action at a time judge its case."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.people.account import Account


class Vehicle(Table, tablename="vehicle"):
    id: Serial
    plate = Varchar(length=20)
    region = Varchar(length=10, default="")
    plate_type = Varchar(length=20, default="")
    make = Varchar(length=60, default="")
    colour = Varchar(length=30, default="")
    account = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    turn = Integer(default=0)
    created_at = Timestamptz()

"""A place where a boot is brought back."""

from piccolo.columns import Boolean, Serial, Varchar
from piccolo.table import Table


class DropOff(Table, tablename="drop_off"):
    id: Serial
    name = Varchar(length=80, unique=True)
    address = Varchar(length=160)
    hours = Varchar(length=120, default="")
    active = Boolean(default=True)

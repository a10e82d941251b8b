"""A driver's account; vehicles and payments may belong to one."""

from piccolo.columns import Serial, Timestamptz, Varchar
from piccolo.table import Table


class Account(Table, tablename="account"):
    id: Serial
    email = Varchar(length=254, unique=True)
    created_at = Timestamptz()

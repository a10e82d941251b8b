"""A system setting that differs from its default, as a JSON scalar."""

from piccolo.columns import Serial, Text, Varchar
from piccolo.table import Table


class Setting(Table, tablename="setting"):
    id: Serial
    key = Varchar(length=40, unique=True)
    value = Text()

"""Counted tries within one window of time; counted in the database so that no process is fooled."""

from piccolo.columns import Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table


class Guess(Table, tablename="guess"):
    id: Serial
    kind = Varchar(length=20)
    subject = Varchar(length=64)
    opened_at = Timestamptz()
    tries = Integer(default=0)

"""A PDF somebody asked for: rendered by the worker, fetched when ready."""

from piccolo.columns import Bytea, ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.boots.boot import Boot
from app.tables.people.staff import Staff


class PaperJob(Table, tablename="paper_job"):
    id: Serial
    kind = Varchar(length=20)
    boot = ForeignKey(Boot, on_delete=OnDelete.restrict, null=True)
    wanted_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    status = Varchar(length=10)
    document = Bytea(null=True, default=None)
    problem = Varchar(length=300, default="")
    created_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)

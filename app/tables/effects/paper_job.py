"""A PDF somebody asked for: rendered by the worker, fetched when ready."""

from piccolo.columns import Bytea, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
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
    # Labels: the paper, the first free cell of its first page, and whose, when of several boots.
    paper = Varchar(length=12, default="single")
    start_at = Integer(default=1)
    boots = Text(default="")
    total = Integer(default=1)
    drawn = Integer(default=0)
    left_out = Integer(default=0)
    # Counts how often it was asked for, so that an abandoned rendering cannot finish a new one.
    tries = Integer(default=1)
    # When the labels' tokens were read: a token newer than this is not in the document.
    read_at = Timestamptz(null=True, default=None)

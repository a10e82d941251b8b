"""One label in a PDF that was made: which boot's, when, and with how many others."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz
from piccolo.table import Table

from app.tables.boots.boot import Boot
from app.tables.effects.paper_job import PaperJob


class LabelPrint(Table, tablename="label_print"):
    id: Serial
    job = ForeignKey(PaperJob, on_delete=OnDelete.restrict, null=False)
    boot = ForeignKey(Boot, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz()
    # How many labels that PDF holds, this one among them.
    labels = Integer()

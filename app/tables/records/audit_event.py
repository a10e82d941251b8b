"""Who did what, when, from where; rows are only ever added."""

from piccolo.columns import BigSerial, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.people.staff import Staff


class AuditEvent(Table, tablename="audit_event"):
    id = BigSerial(primary_key=True)
    at = Timestamptz()
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    origin = Varchar(length=45, default="")
    verb = Varchar(length=40)
    subject = Varchar(length=20)
    subject_id = Integer()
    before = Text(default="")
    after = Text(default="")
    reason = Varchar(length=200, default="")

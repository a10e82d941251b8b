"""A code for when the phone is lost: only its hash is kept, and when it was used."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.people.staff import Staff


class RecoveryCode(Table, tablename="recovery_code"):
    id: Serial
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    code_hash = Varchar(length=64)
    used_at = Timestamptz(null=True, default=None)

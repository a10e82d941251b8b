"""A wheel clamp: its status is the guarded one; its release code is kept sealed."""

from piccolo.columns import (
    BigInt,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from app.tables.people.staff import Staff


class Boot(Table, tablename="boot"):
    id: Serial
    name = Varchar(length=60)
    name_key = Varchar(length=120)
    sealed_code = Text(default="", secret=True)
    status = Varchar(length=15)
    out_reason = Varchar(length=15, default="")
    model = Varchar(length=60, default="")
    colour = Varchar(length=30, default="")
    serial = Varchar(length=60, default="")
    notes = Text(default="")
    replacement_cents = Integer(null=True, default=None)
    code_changed_at = Timestamptz()
    code_disclosed_at = Timestamptz(null=True, default=None)
    revision = BigInt(default=0)
    created_at = Timestamptz()
    last_counted_at = Timestamptz(null=True, default=None)
    code_confirmed_at = Timestamptz(null=True, default=None)
    code_confirmed_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)

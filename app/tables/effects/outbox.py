"""Promises written with the fact they announce, kept afterwards, at least once."""

from piccolo.columns import BigSerial, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Outbox(Table, tablename="outbox"):
    id = BigSerial(primary_key=True)
    kind = Varchar(length=30)
    queue = Varchar(length=10)
    # What it is about: ids only, never a code, an address or an amount.
    subject_id = Integer()
    # Names the promise so that one fact makes it once, e.g. "release:17".
    cause = Varchar(length=80, unique=True)
    created_at = Timestamptz()
    due_at = Timestamptz()
    lease = Varchar(length=32, default="")
    leased_until = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    done_at = Timestamptz(null=True, default=None)
    failed_at = Timestamptz(null=True, default=None)
    last_error = Varchar(length=200, default="")

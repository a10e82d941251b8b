"""One person's attempt to pay a frozen quote, whatever the way of paying."""

from piccolo.columns import (
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from app.tables.boots.boot_assignment import BootAssignment
from app.tables.people.account import Account
from app.tables.people.staff import Staff
from app.tables.street.vehicle import Vehicle


class Payment(Table, tablename="payment"):
    id: Serial
    reference = Varchar(length=40, unique=True)
    # Hash of the paying browser's cookie: a second click there finds its own checkout.
    payer_hash = Varchar(length=64, default="")
    method = Varchar(length=12)
    provider = Varchar(length=20, default="")
    provider_ref = Varchar(length=80, null=True, default=None)
    capture_ref = Varchar(length=80, null=True, default=None)
    checkout_url = Text(default="")
    status = Varchar(length=12)
    email = Varchar(length=254, default="")
    language = Varchar(length=8, default="en")
    amount_cents = Integer()
    captured_cents = Integer(default=0)
    credited_cents = Integer(default=0)
    # Wanted back from this payment's own capture; the database keeps it within captured_cents.
    refunded_cents = Integer(default=0)
    deposit_cents = Integer(default=0)
    deposit_status = Varchar(length=16, default="none")
    currency = Varchar(length=3)
    live = Boolean(default=False)
    flag = Varchar(length=40, default="")
    boot_assignment = ForeignKey(BootAssignment, on_delete=OnDelete.restrict, null=True)
    vehicle = ForeignKey(Vehicle, on_delete=OnDelete.restrict, null=True)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    taken_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    # Number of the cheque, or the terminal's own reference.
    tender_ref = Varchar(length=80, default="")
    # Grows when the email changes: links mailed to the old address open nothing any more.
    link_version = Integer(default=0)
    started_at = Timestamptz()
    expires_at = Timestamptz()
    settled_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)

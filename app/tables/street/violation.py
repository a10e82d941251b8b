"""A ticket: what was charged to which vehicle, where, when and by whom."""

from piccolo.columns import (
    Boolean,
    Date,
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
from app.tables.street.vehicle import Vehicle


class Violation(Table, tablename="violation"):
    id: Serial
    number = Varchar(length=24, unique=True)
    pin = Varchar(length=8)
    compact = Varchar(length=32, unique=True)
    vehicle = ForeignKey(Vehicle, on_delete=OnDelete.restrict, null=False)
    officer = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    status = Varchar(length=10)
    currency = Varchar(length=3)
    place = Varchar(length=120)
    remarks = Text(default="")
    owner_email = Varchar(length=254, default="")
    happened_at = Timestamptz()
    issued_at = Timestamptz()
    issued_on = Date()
    discount_until_on = Date()
    overdue_after_on = Date()
    under_review = Boolean(default=False)
    under_review_since_on = Date(null=True, default=None)
    paid_at = Timestamptz(null=True, default=None)
    # A dispute the payer opened took the money back: the debt stands again.
    disputed_at = Timestamptz(null=True, default=None)
    void_at = Timestamptz(null=True, default=None)
    void_reason = Varchar(length=200, default="")
    form_key = Varchar(length=64, unique=True)
    form_digest = Varchar(length=64)
    sequence = Integer(unique=True)

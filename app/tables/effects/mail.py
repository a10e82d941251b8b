"""The mail log: one row a letter, rendered only when it is sent."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation


class Mail(Table, tablename="mail"):
    id: Serial
    kind = Varchar(length=20)
    recipient = Varchar(length=254)
    language = Varchar(length=8, default="en")
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=True)
    violation = ForeignKey(Violation, on_delete=OnDelete.restrict, null=True)
    boot_assignment = ForeignKey(BootAssignment, on_delete=OnDelete.restrict, null=True)
    message_id = Varchar(length=120, unique=True)
    status = Varchar(length=8)
    attempts = Integer(default=0)
    answer = Varchar(length=200, default="")
    queued_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)

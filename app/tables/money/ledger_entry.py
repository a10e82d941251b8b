"""One movement of money from one account to another: balanced by its very shape."""

from piccolo.columns import BigSerial, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.money.payment import Payment
from app.tables.street.violation import Violation


class LedgerEntry(Table, tablename="ledger_entry"):
    id = BigSerial(primary_key=True)
    at = Timestamptz()
    debit = Varchar(length=20)
    credit = Varchar(length=20)
    amount_cents = Integer()
    currency = Varchar(length=3)
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=True)
    violation = ForeignKey(Violation, on_delete=OnDelete.restrict, null=True)
    # Names the movement so that it can be written only once, e.g. "capture:17".
    cause = Varchar(length=60, unique=True)

"""The receipt of a payment that paid something; its id is the number printed on it."""

from piccolo.columns import Bytea, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.money.payment import Payment


class Receipt(Table, tablename="receipt"):
    id: Serial
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=False)
    amount_cents = Integer()
    deposit_cents = Integer(default=0)
    tax_cents = Integer(default=0)
    # The rate that was set when it was issued, in hundredths of a percent.
    tax_rate_bp = Integer(default=0)
    currency = Varchar(length=3)
    issued_at = Timestamptz()
    # How far its PDF is: "", queued, ready or failed.
    paper = Varchar(length=8, default="")
    document = Bytea(null=True, default=None)

"""A payer's bank takes a payment back; the provider decides who keeps the money."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.money.payment import Payment


class Dispute(Table, tablename="dispute"):
    id: Serial
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=False)
    provider = Varchar(length=20)
    provider_ref = Varchar(length=80)
    amount_cents = Integer()
    currency = Varchar(length=3)
    status = Varchar(length=8)
    opened_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)

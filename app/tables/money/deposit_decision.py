"""How a deposit was settled: once for each payment, and by whom."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.people.staff import Staff


class DepositDecision(Table, tablename="deposit_decision"):
    id: Serial
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=False)
    refund = ForeignKey(Refund, on_delete=OnDelete.restrict, null=True)
    paid_cents = Integer()
    refund_cents = Integer()
    decided_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    decided_at = Timestamptz()
    note = Varchar(length=200, default="")

"""One line of what was taken off a deposit, or why nothing was."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Varchar
from piccolo.table import Table

from app.tables.money.deposit_decision import DepositDecision


class DepositDeduction(Table, tablename="deposit_deduction"):
    id: Serial
    decision = ForeignKey(DepositDecision, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(length=12)
    amount_cents = Integer()
    reason = Varchar(length=200, default="")

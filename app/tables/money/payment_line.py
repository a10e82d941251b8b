"""What one payment pays of one violation, frozen when the checkout starts."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial
from piccolo.table import Table

from app.tables.money.payment import Payment
from app.tables.street.violation import Violation


class PaymentLine(Table, tablename="payment_line"):
    id: Serial
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=False)
    violation = ForeignKey(Violation, on_delete=OnDelete.restrict, null=False)
    fine_cents = Integer()
    discount_cents = Integer(default=0)
    late_cents = Integer(default=0)
    deposit_cents = Integer(default=0)
    due_cents = Integer()
    # True while this line is the one that paid its violation: at most one per violation.
    kept = Boolean(default=False)

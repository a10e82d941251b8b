"""One charged offence; description, fine and flags are copies taken when it was written."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.street.offence_type import OffenceType
from app.tables.street.violation import Violation


class ViolationItem(Table, tablename="violation_item"):
    id: Serial
    violation = ForeignKey(Violation, on_delete=OnDelete.restrict, null=False)
    offence_type = ForeignKey(OffenceType, on_delete=OnDelete.restrict, null=False)
    description = Varchar(length=120)
    # What readers of French are told instead; "" when there is nothing else to say.
    description_fr = Varchar(length=120, default="")
    fine_cents = Integer()
    apply_boot = Boolean(default=False)
    discount_kind = Varchar(length=10, default="none")
    discount_value = Integer(default=0)
    late_cents = Integer(default=0)
    void_at = Timestamptz(null=True, default=None)

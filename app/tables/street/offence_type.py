"""A priced offence; what it says is copied onto a ticket when the ticket is written."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Varchar
from piccolo.table import Table

from app.tables.street.ticket_category import TicketCategory


class OffenceType(Table, tablename="offence_type"):
    id: Serial
    category = ForeignKey(TicketCategory, on_delete=OnDelete.restrict, null=False)
    description = Varchar(length=120)
    # What readers of French are told instead; "" when there is nothing else to say.
    description_fr = Varchar(length=120, default="")
    fine_cents = Integer()
    apply_boot = Boolean(default=False)
    discount_kind = Varchar(length=10, default="none")
    discount_value = Integer(default=0)
    late_cents = Integer(default=0)
    active = Boolean(default=True)

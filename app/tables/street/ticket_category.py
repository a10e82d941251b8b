"""A shelf of offence types."""

from piccolo.columns import Boolean, Serial, Varchar
from piccolo.table import Table


class TicketCategory(Table, tablename="ticket_category"):
    id: Serial
    name = Varchar(length=80, unique=True)
    active = Boolean(default=True)

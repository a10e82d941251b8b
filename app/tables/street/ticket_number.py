"""Hands out ticket numbers without making officers wait for each other; gaps are allowed."""

from piccolo.columns import Serial, Timestamptz
from piccolo.table import Table


class TicketNumber(Table, tablename="ticket_number"):
    id: Serial
    taken_at = Timestamptz()

"""How many ticket numbers have been handed out."""

from app.tables.street.ticket_number import TicketNumber


async def last_number_row() -> int:
    """The newest row of the numbering table, 0 before the first ticket.

    The next ticket gets about the setting `next_number` plus this; gaps are allowed (rule V7).
    """
    row = (
        await TicketNumber.select(TicketNumber.id)
        .order_by(TicketNumber.id, ascending=False)
        .first()
    )
    return int(row["id"]) if row else 0

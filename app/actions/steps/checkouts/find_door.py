"""Where the payer stands, by the label or by the proven ticket."""

from app.reads.pay.cart import Door
from app.reads.pay.case import door_of, find_case
from app.reads.pay.guest.guest_ticket import guest_ticket
from app.rules.errors import Conflict, Missing
from app.rules.wording import N_

NOT_WAITING = N_("This boot is not waiting to be paid.")


async def find_door(token: str, ticket_id: int | None, path: str) -> Door:
    """The door to pay at, read now.

    Raises `Missing` for an unknown label or ticket, `Conflict` when nothing waits there to be paid.
    """
    if ticket_id is not None:
        return await _by_ticket(ticket_id, path)
    case = await find_case(token)
    if case is None:
        raise Missing
    if case.on is None or case.label_replaced:
        raise Conflict(NOT_WAITING)
    if case.on.released_at is not None:
        raise Conflict(
            N_("This boot has been released already. Nothing more is to be paid here."),
            next_step=N_("Look at the page of the boot to see how it stands."),
        )
    return door_of(case, case.on)


async def _by_ticket(ticket_id: int, path: str) -> Door:
    found = await guest_ticket(ticket_id, path)
    if found is None:
        raise Missing
    if not found.owing:
        raise Conflict(
            N_("This ticket is not waiting to be paid any more."),
            next_step=N_("Look at the page of the ticket to see how it stands."),
        )
    return found.door

"""Declare a ticket void: asked before, with a reason."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.violations.void_violation import void_violation
from app.clock import now
from app.reads.violations.one_ticket import one_ticket
from app.routes.boots.ask_first import REASON, Asking, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.violations.show import ticket_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Permission
from app.rules.violations.states import check_void
from app.rules.wording import N_

VOID = {PERMISSION: Permission.void_violation}
AnyRequest = Request[Any, Any, Any]


@get("/violations/{violation_id:int}/void", opt=VOID)
async def ask_void(request: AnyRequest, violation_id: FromPath[int]) -> Response[str]:
    """The question; a ticket that cannot be void says why on its own page."""
    ticket = await one_ticket(violation_id, today=None, now=now())
    on_car = ticket.boot is not None and not ticket.boot.released
    try:
        check_void(ticket.status, boot_is_on=on_car)
    except Conflict as error:
        return await ticket_page(request, violation_id, trouble=error)
    return await ask_first(request, await _asking(violation_id))


@post("/violations/{violation_id:int}/void", opt=VOID)
async def do_void(
    request: AnyRequest, violation_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do it; refused it stays as it is and says why."""
    form = await read_form(request)
    try:
        await void_violation(
            actor_of(request), desk.bells, violation_id, form.text("reason", most=2000)
        )
    except Conflict as error:
        return await ticket_page(request, violation_id, trouble=error)
    except Invalid as error:
        return await ask_first(request, await _asking(violation_id), form, error)
    return Redirect(f"/violations/{violation_id}?done=void", status_code=303)


async def _asking(violation_id: int) -> Asking:
    ticket = await one_ticket(violation_id, today=None, now=now())
    return Asking(
        title=N_("Declare the ticket void"),
        what=N_("Nothing is owed for it any more. This cannot be undone."),
        button=N_("Declare the ticket void"),
        href=f"/violations/{violation_id}/void",
        back_href=f"/violations/{violation_id}",
        back_text=ticket.number,
        danger=True,
        fields=(REASON,),
        facts=(
            (N_("Ticket"), ticket.number),
            (N_("Plate"), ticket.plate),
            (N_("Place"), ticket.street),
        ),
    )

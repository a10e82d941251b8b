"""Pay your Ticket: number and PIN lead to the ticket's page."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.violations.find_ticket import Search, find_ticket
from app.clock import now
from app.reads.pay.guest.plate_asked_of_all import plate_asked_of_all
from app.reads.pay.guest.ticket_link import looked_up_path
from app.reads.settings.system_settings import cached_system_settings
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page, shown_fields
from app.routes.visitor import PUBLIC, actor_of
from app.rules.errors import Invalid
from app.rules.violations.numbers import compact, plate_asked_too
from app.rules.wording import N_


@get("/pay", opt={PUBLIC: True})
async def show_find(request: Request[Any, Any, Any]) -> Response[str]:
    """The form; the plate is asked when PINs are short or too many look-ups missed."""
    settings = await cached_system_settings()
    asked = plate_asked_too(settings.pin_length) or await plate_asked_of_all(now())
    return await page(request, "pay/find.html", values={}, errors={}, plate_asked=asked)


@post("/pay", opt={PUBLIC: True})
async def submit_find(
    request: Request[Any, Any, Any], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Lead to the ticket, or say that there is none like this (rules V9, V10)."""
    form = await read_form(request)
    search = Search(
        form.text("number", most=40), form.text("pin", most=20), form.text("plate", most=40)
    )
    try:
        form.required("number", N_("Enter the number of the ticket."))
        if search.number and not search.pin and not _whole(search.number):
            form.problems.setdefault("pin", N_("Enter the PIN. It stands behind the number."))
        form.check()
        violation_id = await find_ticket(actor_of(request), desk.bells, search)
    except Invalid as error:
        return await page(
            request,
            "pay/find.html",
            status=error.status,
            values={"number": search.number, "pin": search.pin, "plate": search.plate},
            errors=shown_fields(error),
            # After any miss alike: the page must not tell what was wrong.
            plate_asked=True,
        )
    return Redirect(looked_up_path(violation_id, desk.signer.sign, now()), status_code=303)


def _whole(number: str) -> bool:
    """Whether a PIN can be in it: two dashes, or something behind prefix and digits."""
    behind = compact(number).lstrip("ABCDEFGHJKMNPQRSTUVWXYZ")
    return number.count("-") + number.count(" ") > 1 or not behind.isdigit()

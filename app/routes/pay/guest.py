"""The page of a ticket for whoever has shown its number and PIN."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.clock import now
from app.reads.pay.guest.guest_page import guest_page
from app.reads.pay.guest.guest_ticket import released_by
from app.reads.pay.guest.ticket_link import ProvenTicket, looked_up_path, proven_ticket
from app.reads.receipts.receipt_link import receipt_path
from app.reads.settings.system_settings import cached_system_settings
from app.routes.desk import Desk
from app.routes.pages import page
from app.routes.pay.asking import ask_at_return
from app.routes.pay.cart_form import NOTHING_REFUSED, Entrance, Refused, pay_at
from app.routes.pay.payer import mark_of, payer_of, remember_browser
from app.routes.visitor import PUBLIC
from app.rules.errors import LinkOver, Missing


@get("/pay/{proof:str}", opt={PUBLIC: True})
async def show_ticket(
    request: Request[Any, Any, Any], proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """What the ticket and its car owe, or how it stands."""
    return await _draw(request, proof, desk, "pay/guest.html")


@get("/pay/{proof:str}/status", opt={PUBLIC: True})
async def follow_ticket(
    request: Request[Any, Any, Any], proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """The part of the page that changes by itself."""
    return await _draw(request, proof, desk, "pay/_guest.html")


@post("/pay/{proof:str}/pay", opt={PUBLIC: True})
async def submit_guest_payment(
    request: Request[Any, Any, Any], proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Check the email, freeze the quote, go to the provider (rules M8, P3, P8)."""

    async def redraw(status: int, refused: Refused) -> Response[str]:
        return await _draw(request, proof, desk, "pay/guest.html", status=status, refused=refused)

    entrance = Entrance(path=f"/pay/{proof}", ticket_id=_proven(proof, desk))
    return await pay_at(request, desk, entrance, redraw)


@get("/pay/{proof:str}/back/{reference:str}", opt={PUBLIC: True})
async def guest_comes_back(
    request: Request[Any, Any, Any],
    proof: FromPath[str],
    reference: FromPath[str],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Ask the provider how it went; nothing in this address is trusted (rule P9).

    A payment that released a boot leads to that boot's page, which shows its payer the code. Who
    pays in the link's last minutes comes back to the page all the same.
    """
    ticket = _known(proof, desk)
    payment_id = await ask_at_return(reference, desk)
    left = "?left=1" if request.query_params.get("left") else ""
    own = f"/pay/{proof}"
    if ticket.is_over(now()):
        own = looked_up_path(ticket.violation_id, desk.signer.sign, now())
    where = await released_by(payment_id) or f"{own}{left}"
    return Redirect(where, status_code=303)


def _known(proof: str, desk: Desk) -> ProvenTicket:
    ticket = proven_ticket(proof, desk.signer.check)
    if ticket is None:
        raise Missing
    return ticket


def _proven(proof: str, desk: Desk) -> int:
    ticket = _known(proof, desk)
    if ticket.is_over(now()):
        raise LinkOver
    return ticket.violation_id


async def _draw(
    request: Request[Any, Any, Any],
    proof: str,
    desk: Desk,
    template: str,
    *,
    status: int = 200,
    refused: Refused = NOTHING_REFUSED,
) -> Response[str]:
    shown = await guest_page(
        _proven(proof, desk),
        f"/pay/{proof}",
        payer_of(request, desk),
        await cached_system_settings(),
        now(),
        also=refused.also,
    )
    if shown is None:
        raise Missing
    left = request.query_params.get("left") and shown.notice in {None, "declined"}
    if left and shown.state == "to_pay":
        shown = replace(shown, notice="abandoned")
    if shown.receipt_of:
        shown = replace(shown, receipt_href=receipt_path(*shown.receipt_of, desk.signer.sign))
    answer = await page(
        request,
        template,
        status=status,
        case=shown,
        alone=template == "pay/_guest.html",
        values={"email": refused.email if refused is not NOTHING_REFUSED else shown.own_email},
        errors=refused.errors,
        suggestion=refused.suggestion,
        changed=refused.changed,
    )
    if shown.state == "to_pay":
        remember_browser(request, answer, desk, mark_of(request, desk))
    return answer

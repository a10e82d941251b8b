"""A refund of which the card service moved another amount: accept it, hand over what is missing."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.refunds.close_stuck_refund import NOT_STUCK, close_stuck_refund
from app.reads.refunds.to_do import ListedRefund, one_refund
from app.routes.boots.ask_first import Asking, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.reader import reader_language
from app.routes.refunds.after import HANDED_OVER, REFUND, WAYS
from app.routes.refunds.to_do import refunds_page
from app.routes.visitor import actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.wording import N_
from app.templating import format_cents

AnyRequest = Request[Any, Any, Any]


@get("/refunds/{refund_id:int}/close", opt=REFUND)
async def ask_close(request: AnyRequest, refund_id: FromPath[int]) -> Response[str]:
    """What the card service moved, and how the rest is handed over."""
    refund = await one_refund(refund_id)
    if not refund.stuck:
        return await refunds_page(request, Conflict(NOT_STUCK))
    return await ask_first(request, _asking(refund))


@post("/refunds/{refund_id:int}/close", opt=REFUND)
async def do_close(
    request: AnyRequest, refund_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Close it (rules M9, P10)."""
    form = await read_form(request)
    refund = await one_refund(refund_id)
    way, reference = None, ""
    try:
        if refund.missing_cents:
            way = WAYS.get(form.text("way"))
            if way is None:
                form.problems["way"] = N_("Choose one of the options offered.")
            reference = form.required("reference", N_("Enter the number of the slip."), most=80)
            form.check()
        await close_stuck_refund(
            actor_of(request), desk.bells, refund_id, way=way, reference=reference
        )
    except Conflict as error:
        return await refunds_page(request, error)
    except Invalid as error:
        return await ask_first(request, _asking(refund), form, error)
    return Redirect("/refunds?done=close", status_code=303)


def _asking(refund: ListedRefund) -> Asking:
    missing = refund.missing_cents

    def written(cents: int) -> str:
        return format_cents(cents, refund.currency, reader_language())

    return Asking(
        title=N_("Close the refund"),
        what=N_("Look at the card service first. Do this once the payer has the rest in hand.")
        if missing
        else N_("Look at the card service first. What it sent too much is entered in the books."),
        button=N_("Record the rest and close") if missing else N_("Accept and close"),
        href=f"/refunds/{refund.refund_id}/close",
        back_href="/refunds",
        back_text=N_("Refunds"),
        fields=HANDED_OVER if missing else (),
        facts=(
            (N_("Plate"), refund.plate),
            (N_("Amount"), written(refund.amount_cents)),
            (N_("Sent by the card service"), written(refund.moved_cents)),
            *(((N_("Still to be paid out"), written(missing)),) if missing else ()),
        ),
    )

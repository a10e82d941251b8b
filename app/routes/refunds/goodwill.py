"""Refund more than the deposit: an administrator's page, asked before it is done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.refunds.give_goodwill import Goodwill, give_goodwill
from app.reads.refunds.goodwill import goodwill_room
from app.routes.boots.ask_first import REASON, Asking, Field, ask_first
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.reader import reader_language
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid
from app.rules.people.access import Permission
from app.rules.wording import N_
from app.templating import format_cents

BEYOND = {PERMISSION: Permission.refund_beyond_deposit}
AnyRequest = Request[Any, Any, Any]


@get("/payments/{payment_id:int}/goodwill", opt=BEYOND)
async def ask_goodwill(request: AnyRequest, payment_id: FromPath[int]) -> Response[str]:
    """How much can go back, and the question. Raises `Missing`."""
    return await ask_first(request, await _asking(payment_id))


@post("/payments/{payment_id:int}/goodwill", opt=BEYOND)
async def do_goodwill(
    request: AnyRequest, payment_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do it once; a refused one keeps what was entered (rule D4)."""
    form = await read_form(request)
    try:
        await give_goodwill(actor_of(request), desk.bells, payment_id, _given(form))
    except Invalid as error:
        return await ask_first(request, await _asking(payment_id), form, error)
    return Redirect(f"/payments/{payment_id}", status_code=303)


def _given(form: Form) -> Goodwill:
    cents, seen = form.cents("amount"), form.id("seen")
    if cents is None:
        form.problems.setdefault("amount", N_("Enter an amount like 45.00."))
    reason = form.text("reason", most=2000)
    form.check()
    return Goodwill(cents or 0, reason, -1 if seen is None else seen)


async def _asking(payment_id: int) -> Asking:
    room = await goodwill_room(payment_id)

    def written(cents: int) -> str:
        return format_cents(cents, room.currency, reader_language())

    return Asking(
        title=N_("Refund more than the deposit"),
        what=N_("It goes back to the card that paid. The payer is told by mail.")
        if room.by_card
        else N_("It was paid at the counter, so it is paid out there. The payer is told by mail."),
        button=N_("Refund this amount"),
        href=f"/payments/{payment_id}/goodwill",
        back_href=f"/payments/{payment_id}",
        back_text=N_("Payment"),
        above=(("/payments", N_("Payments")),),
        hidden={"seen": str(room.refunded_cents)},
        fields=(
            Field("text", "amount", N_("Amount"), N_("An amount like 45.00.")),
            REASON,
        ),
        facts=(
            (N_("Taken"), written(room.captured_cents)),
            (N_("Refunded"), written(room.refunded_cents)),
            (N_("Can go back besides the deposit"), written(room.most_cents)),
        ),
    )

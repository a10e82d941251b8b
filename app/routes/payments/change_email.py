"""The office changes a payer's address, on the telephone or at the counter."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.change_email import change_email
from app.reads.payments.one_payment import one_payment
from app.routes.desk import Desk
from app.routes.pages import shown_fields
from app.routes.pay.new_email import Form, Typed, draw_email, read_email
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid
from app.rules.people.access import Permission

CHANGE = {PERMISSION: Permission.change_payer_email}
AnyRequest = Request[Any, Any, Any]


@get("/payments/{payment_id:int}/email", opt=CHANGE)
async def ask_payer_email(request: AnyRequest, payment_id: FromPath[int]) -> Response[str]:
    """The form. Raises `Missing`."""
    return await _draw(request, payment_id, Typed())


@post("/payments/{payment_id:int}/email", opt=CHANGE)
async def change_payer_email(
    request: AnyRequest, payment_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Change it and show the payment (rule P13)."""
    typed = await read_email(request)
    if typed.errors or typed.suggestion:
        return await _draw(request, payment_id, typed, status=Invalid.status)
    try:
        await change_email(actor_of(request), desk.bells, payment_id, typed.email, payer=None)
    except Invalid as error:
        wrong = replace(typed, errors=shown_fields(error))
        return await _draw(request, payment_id, wrong, status=error.status)
    return Redirect(f"/payments/{payment_id}", status_code=303)


async def _draw(
    request: AnyRequest, payment_id: int, typed: Typed, *, status: int = 200
) -> Response[str]:
    payment = await one_payment(payment_id)
    here = f"/payments/{payment_id}"
    form = Form(f"{here}/email", here, payment.email)
    return await draw_email(request, "payments/email.html", form, typed, status=status)

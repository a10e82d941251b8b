"""The payer's own address: where code and receipt were sent, and another one."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.change_email import change_email
from app.clock import now
from app.reads.pay.guest.ticket_link import looked_up_path
from app.reads.pay.payer.case_link import case_proof, link_subject
from app.reads.pay.payer.own_email import OwnEmail, own_email
from app.routes.desk import Desk
from app.routes.pages import shown_fields
from app.routes.pay.new_email import Form, Typed, draw_email, read_email
from app.routes.pay.payer import payer_of, remember_link
from app.routes.visitor import PUBLIC, actor_of
from app.rules.errors import Invalid, Missing, TooMany

AnyRequest = Request[Any, Any, Any]


@get("/paid/{reference:str}/email", opt={PUBLIC: True})
async def ask_own_email(
    request: AnyRequest, reference: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """The form, for the payer's own browser or mailed link alone (rule S3)."""
    own = await _own(request, reference, desk)
    return await _draw(request, reference, own, desk, Typed())


@post("/paid/{reference:str}/email", opt={PUBLIC: True})
async def change_own_email(
    request: AnyRequest, reference: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Change it and go back to the case; who came by a mailed link stays the payer (rule P13)."""
    own = await _own(request, reference, desk)
    payer = payer_of(request, desk)
    typed = await read_email(request)
    if typed.errors or typed.suggestion:
        return await _draw(request, reference, own, desk, typed, status=Invalid.status)
    try:
        version = await change_email(
            actor_of(request), desk.bells, own.payment_id, typed.email, payer=payer
        )
    except Invalid as error:
        wrong = replace(typed, errors=shown_fields(error))
        return await _draw(request, reference, own, desk, wrong, status=error.status)
    except TooMany as error:
        answer = await _draw(
            request, reference, own, desk, replace(typed, too_often=True), status=error.status
        )
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
        return answer
    back = Redirect(_back(own, desk), status_code=303)
    if link_subject(reference, own.link_version) in payer.references:
        remember_link(back, case_proof(reference, version, desk.signer.sign), desk)
    return back


async def _own(request: AnyRequest, reference: str, desk: Desk) -> OwnEmail:
    own = await own_email(reference, payer_of(request, desk))
    if own is None:
        raise Missing
    return own


def _back(own: OwnEmail, desk: Desk) -> str:
    return own.case_path or looked_up_path(own.ticket_id, desk.signer.sign, now())


async def _draw(
    request: AnyRequest,
    reference: str,
    own: OwnEmail,
    desk: Desk,
    typed: Typed,
    *,
    status: int = 200,
) -> Response[str]:
    form = Form(f"/paid/{reference}/email", _back(own, desk), own.sent_to)
    return await draw_email(request, "pay/email.html", form, typed, status=status)

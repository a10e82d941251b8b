"""Process refund: a preview of each line, and the decision that carries it out."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.refunds.process_refund import Decision, process_refund
from app.reads.refunds.proposal import Damage, deposit_proposal
from app.reads.settings.system_settings import system_settings
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown, shown_fields
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.money.deposits import DEDUCTION_WORDS
from app.rules.money.payment_states import DEPOSIT_WORDS, DepositStatus
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Permission
from app.rules.wording import N_

REFUND = {PERMISSION: Permission.refund}
AnyRequest = Request[Any, Any, Any]
TYPED = ("damage", "what")


@get("/payments/{payment_id:int}/refund", opt=REFUND)
async def ask_refund(request: AnyRequest, payment_id: FromPath[int]) -> Response[str]:
    """The preview, with the damage typed so far in the address."""
    asked = [(name, request.query_params.get(name, "")) for name in TYPED]
    form = Form(asked)
    try:
        damage = _damage(form)
    except Invalid as error:
        return await _preview(request, payment_id, Damage(), form, error)
    return await _preview(request, payment_id, damage, form)


@post("/payments/{payment_id:int}/refund", opt=REFUND)
async def do_refund(
    request: AnyRequest, payment_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Carry out what was seen; when it changed meanwhile the page is shown again.

    *Show the new amount* decides nothing: it leads to the preview with this damage (rule D4).
    """
    form = await read_form(request)
    if form.flag("show"):
        typed = urlencode([(name, form.text(name)) for name in TYPED])
        return Redirect(f"/payments/{payment_id}/refund?{typed}", status_code=303)
    damage = Damage()
    try:
        damage = _damage(form)
        seen = form.id("seen")
        form.check()
        decision = Decision(damage, -1 if seen is None else seen)
        await process_refund(actor_of(request), desk.bells, payment_id, decision)
    except (Conflict, Invalid) as error:
        return await _preview(request, payment_id, damage, form, error)
    return Redirect("/refunds?done=refund", status_code=303)


def _damage(form: Form) -> Damage:
    cents = form.cents("damage") or 0
    what = form.text("what")
    if cents and not what:
        form.problems["what"] = N_("Say what is damaged: the payer reads it in the mail.")
    form.check()
    return Damage(cents, what if cents else "")


async def _preview(
    request: AnyRequest,
    payment_id: int,
    damage: Damage,
    form: Form,
    trouble: Conflict | Invalid | None = None,
) -> Response[str]:
    proposal = await deposit_proposal(payment_id, await system_settings(), damage)
    return await page(
        request,
        "refunds/process.html",
        status=trouble.status if trouble else 200,
        proposal=proposal,
        is_due=proposal.status is DepositStatus.due,
        by_card=proposal.way is PaymentWay.card,
        status_word=DEPOSIT_WORDS[proposal.status],
        deduction_words=DEDUCTION_WORDS,
        values={name: form.text(name) for name in TYPED},
        errors=shown_fields(trouble) if isinstance(trouble, Invalid) else {},
        trouble=shown(trouble) if isinstance(trouble, Conflict) else None,
    )

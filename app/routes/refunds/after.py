"""A refund that needs somebody: send it once more, or record that it was handed over."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.refunds.record_pay_out import NOT_WAITING, record_pay_out
from app.actions.refunds.retry_refund import NOT_FAILED, retry_refund
from app.reads.refunds.to_do import ListedRefund, one_refund
from app.routes.boots.ask_first import Asking, Field, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.reader import reader_language
from app.routes.refunds.to_do import refunds_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.money.payment_ways import COUNTER_WAYS, WAY_WORDS
from app.rules.people.access import Permission
from app.rules.wording import N_
from app.templating import format_cents

REFUND = {PERMISSION: Permission.refund}
AnyRequest = Request[Any, Any, Any]
WAYS = {way.value: way for way in COUNTER_WAYS}

HANDED_OVER = (
    Field(
        "radio",
        "way",
        N_("Handed over as"),
        options=tuple((way.value, WAY_WORDS[way]) for way in COUNTER_WAYS),
    ),
    Field(
        "text",
        "reference",
        N_("Reference"),
        N_("Number of the slip, the cheque or the card machine's receipt."),
    ),
)


@get("/refunds/{refund_id:int}/retry", opt=REFUND)
async def ask_retry(request: AnyRequest, refund_id: FromPath[int]) -> Response[str]:
    """The question."""
    refund = await one_refund(refund_id)
    if not refund.may_retry:
        return await refunds_page(request, Conflict(NOT_FAILED))
    return await ask_first(request, _retry(refund))


@post("/refunds/{refund_id:int}/retry", opt=REFUND)
async def do_retry(
    request: AnyRequest, refund_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Promise it anew."""
    try:
        await retry_refund(actor_of(request), desk.bells, refund_id)
    except Conflict as error:
        return await refunds_page(request, error)
    return Redirect("/refunds?done=retry", status_code=303)


@get("/refunds/{refund_id:int}/pay-out", opt=REFUND)
async def ask_pay_out(request: AnyRequest, refund_id: FromPath[int]) -> Response[str]:
    """How it is handed over, and the reference."""
    refund = await one_refund(refund_id)
    if not refund.may_pay_out:
        return await refunds_page(request, Conflict(NOT_WAITING))
    return await ask_first(request, _pay_out(refund))


@post("/refunds/{refund_id:int}/pay-out", opt=REFUND)
async def do_pay_out(
    request: AnyRequest, refund_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Record it."""
    form = await read_form(request)
    try:
        way = WAYS.get(form.text("way"))
        if way is None:
            form.problems["way"] = N_("Choose how it was handed over.")
        reference = form.required("reference", N_("Enter the number of the slip."), most=80)
        form.check()
        if way is not None:
            await record_pay_out(
                actor_of(request), desk.bells, refund_id, way=way, reference=reference
            )
    except Conflict as error:
        return await refunds_page(request, error)
    except Invalid as error:
        return await ask_first(request, _pay_out(await one_refund(refund_id)), form, error)
    return Redirect("/refunds?done=pay_out", status_code=303)


def _retry(refund: ListedRefund) -> Asking:
    return Asking(
        title=N_("Send the refund again"),
        what=N_("It goes to the card that paid, as a new request."),
        button=N_("Send the refund again"),
        href=f"/refunds/{refund.refund_id}/retry",
        back_href="/refunds",
        back_text=N_("Refunds"),
        facts=_facts(refund),
    )


def _pay_out(refund: ListedRefund) -> Asking:
    return Asking(
        title=N_("Record a pay-out"),
        what=N_("Do this once the payer has the money in hand. It cannot be undone."),
        button=N_("Record the pay-out"),
        href=f"/refunds/{refund.refund_id}/pay-out",
        back_href="/refunds",
        back_text=N_("Refunds"),
        fields=HANDED_OVER,
        facts=_facts(refund),
    )


def _facts(refund: ListedRefund) -> tuple[tuple[str, str], ...]:
    return (
        (N_("Plate"), refund.plate),
        (N_("Amount"), format_cents(refund.amount_cents, refund.currency, reader_language())),
    )

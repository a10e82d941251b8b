"""Cash or cheque: the driver says so, or takes it back."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.promise_payment import Promise, promise_payment
from app.actions.payments.withdraw_promise import withdraw_promise
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import shown_fields
from app.routes.pay.cart_form import Refused
from app.routes.pay.payer import hash_of, mark_of, remember_browser
from app.routes.pay.show import draw_case
from app.routes.reader import reader_language
from app.routes.visitor import PUBLIC, actor_of
from app.rules.errors import Invalid
from app.rules.people.emails import clean_email, suggest
from app.rules.wording import N_


@post("/b/{token:str}/promise", opt={PUBLIC: True})
async def submit_promise(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """The same checks of the email as before a card payment (rules P7, P8)."""
    form = await read_form(request)
    typed = form.text("email", most=254)
    try:
        form.required("email", N_("Enter the email the release code should go to."))
        form.check()
        email = clean_email(typed)
    except Invalid as error:
        refused = Refused(typed, shown_fields(error), promising=True)
        return await _again(request, token, desk, refused)
    better = suggest(email)
    if better and form.text("confirmed_email", most=254) != typed:
        refused = Refused(typed, suggestion=better, promising=True)
        return await _again(request, token, desk, refused)
    mark = mark_of(request, desk)
    await promise_payment(
        actor_of(request), desk.bells, Promise(token, email, hash_of(mark), reader_language())
    )
    answer: Response[Any] = Redirect(f"/b/{token}", status_code=303)
    remember_browser(request, answer, desk, mark)
    return answer


@post("/b/{token:str}/promise/withdraw", opt={PUBLIC: True})
async def submit_withdrawal(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Only this browser's own promise; for a stranger nothing happens."""
    mark = mark_of(request, desk)
    await withdraw_promise(actor_of(request), desk.bells, token, hash_of(mark))
    return Redirect(f"/b/{token}", status_code=303)


async def _again(
    request: Request[Any, Any, Any], token: str, desk: Desk, refused: Refused
) -> Response[str]:
    return await draw_case(
        request, token, desk, "pay/show.html", status=Invalid.status, refused=refused
    )

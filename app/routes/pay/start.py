"""Pay: one typed field, then the card provider's own page."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.start_payment import Wish, start_payment
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import LANGUAGE, shown_fields
from app.routes.pay.payer import hash_of, mark_of, remember_browser
from app.routes.pay.show import Refused, draw_case
from app.routes.visitor import PUBLIC, actor_of
from app.rules.emails import clean_email, suggest
from app.rules.errors import Invalid
from app.rules.wording import N_


@post("/b/{token:str}/pay", opt={PUBLIC: True})
async def submit_payment(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Check the email, freeze the quote, go to the provider (rules M8, P3, P8).

    Only a likely typo answers with the page again; confirming the address goes on.
    """
    form = await read_form(request)
    typed = form.text("email", most=254)
    try:
        form.required("email", N_("Enter the email the release code should go to."))
        form.check()
        email = clean_email(typed)
    except Invalid as error:
        return await draw_case(
            request,
            token,
            desk,
            "pay/show.html",
            status=error.status,
            refused=Refused(typed, shown_fields(error)),
        )
    better = suggest(email)
    if better and form.text("confirmed_email") != typed:
        return await draw_case(
            request,
            token,
            desk,
            "pay/show.html",
            status=Invalid.status,
            refused=Refused(typed, suggestion=better),
        )
    mark = mark_of(request, desk)
    started = await start_payment(
        actor_of(request),
        desk.bells,
        desk.provider,
        Wish(
            token=token,
            email=email,
            payer_hash=hash_of(mark),
            language=LANGUAGE,
            base_url=desk.settings.base_url,
        ),
    )
    answer: Response[Any] = Redirect(started.url or f"/b/{token}", status_code=303)
    remember_browser(request, answer, desk, mark)
    return answer

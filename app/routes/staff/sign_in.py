"""The staff sign-in page."""

import json
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.sign_in import sign_in
from app.actions.steps.staff.open_session import SESSION_LASTS
from app.routes.cookies import cookie, cookie_name
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page, shown_fields
from app.routes.staff.known_browser import know_browser, known_browser
from app.routes.visitor import PUBLIC, address_of, staff_of
from app.routes.way_back import is_own_path
from app.rules.errors import Invalid
from app.rules.wording import N_

START = "/dashboard"
CODE_PAGE = "/sign-in/code"
# Between password and code: a sealed note in this browser alone, which is no session and opens
# nothing but the page of the code.
HALFWAY = "half"
HALFWAY_SECONDS = 600


@get("/sign-in", opt={PUBLIC: True})
async def show_sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """The form; who is signed in already goes on at once."""
    wanted = safe_next(request.query_params.get("next", ""))
    if staff_of(request):
        return Redirect(wanted, status_code=303)
    return await page(
        request,
        "sign_in.html",
        values={"next": wanted},
        errors={},
        over="over" in request.query_params,
    )


@post("/sign-in", opt={PUBLIC: True})
async def submit_sign_in(
    request: Request[Any, Any, Any], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Sign in and go on to the page first asked for, or first to that of the one-time code."""
    form = await read_form(request)
    wanted = safe_next(form.text("next"))
    try:
        email = form.required("email", N_("Enter your email."), most=254)
        password = form.secret("password", N_("Enter your password."))
        form.check()
        found = await sign_in(
            email,
            password,
            origin=address_of(request),
            bells=desk.bells,
            replaces=request.cookies.get(cookie_name("staff", desk.settings), ""),
            browser=known_browser(request, desk),
        )
    except Invalid as error:
        return await page(
            request,
            "sign_in.html",
            status=error.status,
            values={"email": form.text("email"), "next": wanted},
            errors=shown_fields(error),
            over=False,
        )
    if not found.token:
        answer = Redirect(CODE_PAGE, status_code=303)
        note = desk.vault.seal_note(HALFWAY, json.dumps([found.staff_id, wanted]))
        answer.set_cookie(cookie(HALFWAY, note, desk.settings, max_age_seconds=HALFWAY_SECONDS))
        return answer
    answer = Redirect(wanted, status_code=303)
    lasts = int(SESSION_LASTS.total_seconds())
    answer.set_cookie(cookie("staff", found.token, desk.settings, max_age_seconds=lasts))
    know_browser(request, desk, answer, found.staff_id)
    return answer


def safe_next(wanted: str) -> str:
    """A path of ours to go on to; anything that could lead elsewhere becomes the dashboard."""
    return wanted if is_own_path(wanted) and wanted != "/sign-in" else START

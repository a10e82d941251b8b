"""The second step of signing in: the one-time code."""

import json
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.confirm_sign_in import confirm_sign_in
from app.actions.steps.staff.open_session import SESSION_LASTS
from app.gateways.vault import SealBroken
from app.routes.cookies import cookie, cookie_name
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page, shown, shown_fields
from app.routes.staff.known_browser import know_browser
from app.routes.staff.sign_in import CODE_PAGE, HALFWAY, HALFWAY_SECONDS
from app.routes.visitor import PUBLIC, address_of
from app.rules.errors import BootkeeperError, Conflict, Invalid, NotSignedIn, TooMany
from app.rules.wording import N_

RECOVERY_PAGE = "/sign-in/recovery"
AnyRequest = Request[Any, Any, Any]


@get([CODE_PAGE, RECOVERY_PAGE], opt={PUBLIC: True})
async def show_code_page(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """The field; without a password given a moment ago it begins at the first step."""
    try:
        _halfway(request, desk)
    except NotSignedIn:
        return _from_the_start(desk)
    return await _draw(request)


@post([CODE_PAGE, RECOVERY_PAGE], opt={PUBLIC: True})
async def submit_code(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Sign in and go on to the page first asked for; the code is never written back."""
    form = await read_form(request)
    empty = N_("Enter the 6 digits your app shows now.")
    if request.url.path == RECOVERY_PAGE:
        empty = N_("Enter one of your recovery codes.")
    try:
        staff_id, wanted = _halfway(request, desk)
        code = form.required("code", empty, most=60)
        form.check()
        token = await confirm_sign_in(
            staff_id,
            code,
            vault=desk.vault,
            origin=address_of(request),
            bells=desk.bells,
            replaces=request.cookies.get(cookie_name("staff", desk.settings), ""),
        )
    except NotSignedIn:
        return _from_the_start(desk)
    except (Invalid, Conflict, TooMany) as error:
        return await _draw(request, error)
    answer = Redirect(wanted, status_code=303)
    lasts = int(SESSION_LASTS.total_seconds())
    answer.set_cookie(cookie("staff", token, desk.settings, max_age_seconds=lasts))
    answer.set_cookie(cookie(HALFWAY, "", desk.settings, max_age_seconds=0))
    know_browser(request, desk, answer, staff_id)
    return answer


def _halfway(request: AnyRequest, desk: Desk) -> tuple[int, str]:
    """Whose password was right in this browser, and where to go on. Raises `NotSignedIn`."""
    note = request.cookies.get(cookie_name(HALFWAY, desk.settings), "")
    try:
        staff_id, wanted = json.loads(desk.vault.open_note(HALFWAY, note, seconds=HALFWAY_SECONDS))
    except SealBroken:
        raise NotSignedIn from None
    return int(staff_id), str(wanted)


def _from_the_start(desk: Desk) -> Response[Any]:
    answer = Redirect("/sign-in?over", status_code=303)
    answer.set_cookie(cookie(HALFWAY, "", desk.settings, max_age_seconds=0))
    return answer


async def _draw(request: AnyRequest, trouble: BootkeeperError | None = None) -> Response[str]:
    headers = {}
    if isinstance(trouble, TooMany):
        headers["Retry-After"] = str(trouble.retry_after_seconds)
    return await page(
        request,
        "sign_in_code.html",
        status=trouble.status if trouble else 200,
        headers=headers,
        recovery=request.url.path == RECOVERY_PAGE,
        trouble=shown(trouble) if trouble else None,
        errors=shown_fields(trouble) if trouble else {},
    )

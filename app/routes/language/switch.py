"""Choosing the language: kept by a cookie, and for staff with the person."""

from datetime import timedelta
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.choose_language import choose_language
from app.routes.cookies import LANGUAGE_COOKIE, cookie
from app.routes.desk import Desk
from app.routes.forms import MAX_TEXT, read_form
from app.routes.guards import SETS_UP
from app.routes.visitor import PUBLIC, actor_of, staff_of
from app.routes.way_back import is_own_path
from app.rules.people.languages import LANGUAGES
from app.rules.wording import N_

KEPT = timedelta(days=365)


@post("/language", opt={PUBLIC: True, SETS_UP: True})
async def switch_language(
    request: Request[Any, Any, Any], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Read on where one was, in the chosen language (rule S11). Raises `Invalid` for another."""
    form = await read_form(request)
    language = form.text("language")
    if language not in LANGUAGES:
        form.problems["language"] = N_("Choose one of the options offered.")
    wanted = form.text("next", most=MAX_TEXT)
    form.check()
    if staff_of(request):
        await choose_language(actor_of(request), desk.bells, language)
    answer = Redirect(wanted if is_own_path(wanted) else "/", status_code=303)
    lasts = int(KEPT.total_seconds())
    answer.set_cookie(cookie(LANGUAGE_COOKIE, language, desk.settings, max_age_seconds=lasts))
    return answer

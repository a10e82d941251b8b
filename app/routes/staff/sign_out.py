"""Signing out."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.sign_out import sign_out
from app.routes.cookies import cookie, cookie_name
from app.routes.desk import Desk
from app.routes.guards import SETS_UP
from app.routes.staff.sign_in import HALFWAY
from app.routes.visitor import PUBLIC, actor_of


@post("/sign-out", opt={PUBLIC: True, SETS_UP: True})
async def submit_sign_out(
    request: Request[Any, Any, Any], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Forget the session here and in the database; without one it simply goes home."""
    token = request.cookies.get(cookie_name("staff", desk.settings))
    if token:
        await sign_out(actor_of(request), desk.bells, token)
    answer = Redirect("/sign-in", status_code=303)
    for word in ("staff", HALFWAY):
        answer.set_cookie(cookie(word, "", desk.settings, max_age_seconds=0))
    return answer

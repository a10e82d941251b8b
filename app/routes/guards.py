"""Two doors every request passes: it comes from our own page, and the person may do this."""

from typing import Any, cast
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import HTTPScope

from app.actions.staff.stay_signed_in import stay_signed_in
from app.reads.staff.signed_in import signed_in
from app.routes.cookies import cookie_name
from app.routes.reader import prefer
from app.routes.visitor import PERMISSION, PUBLIC, address_of, staff_of
from app.rules.errors import FactorWanted, Forged, NotAllowed, NotSignedIn
from app.rules.people.access import Permission
from app.rules.people.actor import Actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Routes for machines prove themselves by a signature instead of by our own page.
MACHINE = "machine"
# The few routes for who must set one-time codes up first: setting them up, and leaving.
SETS_UP = "sets up one-time codes"


async def own_page(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse changing requests that another site made the browser send (rule S7).

    The first of two independent layers; the other is the token in the form. Raises `Forged`.
    """
    method = cast("HTTPScope", connection.scope)["method"]
    if method in SAFE_METHODS or handler.opt.get(MACHINE):
        return
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise Forged
        return
    # Browsers leave Sec-Fetch-Site out on plain http addresses: compare the origin instead.
    origin = connection.headers.get("origin") or connection.headers.get("referer", "")
    if urlsplit(origin).netloc != connection.headers.get("host"):
        raise Forged


async def permitted(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Look up who is signed in and hold the route's declaration against it (rule S1).

    Every route declares `permission` or `public` in its `opt`. An administrator who must set
    one-time codes up first is a stranger everywhere else (rule S12). Raises `NotSignedIn`,
    `NotAllowed` or `FactorWanted`.
    """
    barred = await recognise(connection, sets_up=bool(handler.opt.get(SETS_UP)))
    if handler.opt.get(PUBLIC) or handler.opt.get(MACHINE):
        return
    if barred:
        raise FactorWanted
    who = staff_of(connection)
    if who is None:
        raise NotSignedIn
    needed = handler.opt.get(PERMISSION)
    if needed is None:
        raise RuntimeError(f"{handler.handler_name} declares neither a permission nor public")
    if needed is not ANY_STAFF and not who.may(Permission(needed)):
        raise NotAllowed


async def recognise(
    connection: ASGIConnection[Any, Any, Any, Any], *, sets_up: bool = False
) -> bool:
    """Note whose session the request's cookie names, for `staff_of`; without one ask nothing.

    Returns whether that person must set one-time codes up first and does not do so here.
    """
    token = connection.cookies.get(cookie_name("staff", connection.app.state.desk.settings))
    staff = await signed_in(token) if token else None
    if staff is None:
        return False
    await stay_signed_in(staff)
    prefer(staff.language)
    if staff.must_set_up and not sets_up:
        return True
    connection.scope["state"]["staff"] = Actor(
        name=staff.name,
        staff_id=staff.staff_id,
        role=staff.role,
        origin=address_of(connection),
    )
    return False


# For the few routes that every signed-in person has, such as signing out.
ANY_STAFF = "any staff"

"""Turn one-time codes on: the key as a QR code and as text, then a first right code."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.turn_on_factor import turn_on_factor
from app.gateways.one_time_codes import new_secret, setup_address
from app.gateways.paper.qr import qr_svg
from app.gateways.vault import SealBroken
from app.reads.settings.system_settings import cached_system_settings
from app.reads.staff.my_account import MyAccount
from app.routes.account.show import account_of, account_page
from app.routes.cookies import cookie_name
from app.routes.desk import Desk
from app.routes.faults import SET_UP_FACTOR
from app.routes.forms import MAX_TEXT, read_form
from app.routes.guards import ANY_STAFF, SETS_UP
from app.routes.pages import page, shown_fields
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.people.actor import Actor
from app.rules.wording import N_

SETTING_UP = {PERMISSION: ANY_STAFF, SETS_UP: True}
# Long enough to fetch a phone and install an app on it.
KEY_LASTS_SECONDS = 3600
GROUP = 4
AnyRequest = Request[Any, Any, Any]


@get(SET_UP_FACTOR, opt=SETTING_UP)
async def show_turn_on(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """A new key each time; it is kept nowhere but in this page, sealed, until its code is right."""
    mine = await account_of(request)
    if mine.factor_since:
        return Redirect("/me", status_code=303)
    return await _draw(request, desk, mine, new_secret())


@post(SET_UP_FACTOR, opt=SETTING_UP, status_code=200)
async def do_turn_on(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Turn them on and show the recovery codes, this once and at no address of their own."""
    form = await read_form(request)
    actor, mine = actor_of(request), await account_of(request)
    try:
        secret = desk.vault.open_note(
            _purpose(actor), form.text("key", most=MAX_TEXT), seconds=KEY_LASTS_SECONDS
        )
    except SealBroken:
        old = N_("This page was open for too long. Scan the new QR code and delete the old entry.")
        return await _draw(request, desk, mine, new_secret(), Invalid(fields={"code": old}))
    code = form.required("code", N_("Enter the 6 digits your app shows now."), most=60)
    token = request.cookies.get(cookie_name("staff", desk.settings), "")
    try:
        form.check()
        codes = await turn_on_factor(
            actor, desk.bells, desk.vault, secret=secret, code=code, keeps=token
        )
    except Invalid as error:
        return await _draw(request, desk, mine, secret, error)
    except Conflict as error:
        return await account_page(request, error)
    return await page(request, "account/recovery_codes.html", codes=codes, first=True)


def _purpose(actor: Actor) -> str:
    """The key in the page is good for this person alone."""
    return f"new factor:{actor.staff_id}"


async def _draw(
    request: AnyRequest,
    desk: Desk,
    mine: MyAccount,
    secret: str,
    trouble: Invalid | None = None,
) -> Response[str]:
    organisation = (await cached_system_settings()).organisation_name
    return await page(
        request,
        "account/must_turn_on.html" if mine.compulsory else "account/turn_on.html",
        status=trouble.status if trouble else 200,
        qr=qr_svg(setup_address(secret, person=mine.email, organisation=organisation)),
        groups=[secret[at : at + GROUP] for at in range(0, len(secret), GROUP)],
        key=desk.vault.seal_note(_purpose(actor_of(request)), secret),
        errors=shown_fields(trouble) if trouble else {},
    )

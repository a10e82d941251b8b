"""Turn one-time codes off: asked before it is done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.turn_off_factor import turn_off_factor
from app.routes.account.show import MINE, account_of, account_page
from app.routes.boots.ask_first import Asking, Field, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.visitor import actor_of
from app.rules.errors import Conflict, Invalid, NotSignedIn, TooMany
from app.rules.wording import N_

AnyRequest = Request[Any, Any, Any]
CODE = Field(
    "one_time", "code", N_("Code"), N_("The 6 digits your app shows now, or a recovery code.")
)
ENTER_CODE = N_("Enter the 6 digits your app shows now, or a recovery code.")
ASKING = Asking(
    title=N_("Turn one-time codes off"),
    what=N_(
        "From then on your password alone signs you in, and your recovery codes are worth nothing."
    ),
    button=N_("Turn one-time codes off"),
    href="/me/one-time-codes/off",
    back_href="/me",
    back_text=N_("My account"),
    danger=True,
    fields=(CODE,),
)


@get("/me/one-time-codes/off", opt=MINE)
async def ask_turn_off(request: AnyRequest) -> Response[Any]:
    """The question; there is none while they are off or must be on."""
    mine = await account_of(request)
    if mine.factor_since is None or mine.compulsory:
        return Redirect("/me", status_code=303)
    return await ask_first(request, ASKING)


@post("/me/one-time-codes/off", opt=MINE)
async def do_turn_off(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Do it; refused everything stays as it is. The code is never written back."""
    form = await read_form(request)
    code = form.required("code", ENTER_CODE, most=60)
    try:
        form.check()
        await turn_off_factor(actor_of(request), desk.bells, desk.vault, code=code)
    except Invalid as error:
        return await ask_first(request, ASKING, None, error)
    except (Conflict, TooMany) as error:
        return await account_page(request, error)
    except NotSignedIn:
        return Redirect("/me", status_code=303)
    return Redirect("/me?done=off", status_code=303)

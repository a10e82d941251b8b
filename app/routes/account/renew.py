"""New recovery codes: asked before it is done, then shown once."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.renew_recovery_codes import renew_recovery_codes
from app.routes.account.show import MINE, account_of, account_page
from app.routes.account.turn_off import CODE, ENTER_CODE
from app.routes.boots.ask_first import Asking, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page
from app.routes.visitor import actor_of
from app.rules.errors import Conflict, Invalid, NotSignedIn, TooMany
from app.rules.wording import N_

AnyRequest = Request[Any, Any, Any]
ASKING = Asking(
    title=N_("Make new recovery codes"),
    what=N_("You get ten new codes. The old ones are worth nothing from then on."),
    button=N_("Make new recovery codes"),
    href="/me/one-time-codes/recovery",
    back_href="/me",
    back_text=N_("My account"),
    fields=(CODE,),
)


@get("/me/one-time-codes/recovery", opt=MINE)
async def ask_renew(request: AnyRequest) -> Response[Any]:
    """The question; there is none while one-time codes are off."""
    if (await account_of(request)).factor_since is None:
        return Redirect("/me", status_code=303)
    return await ask_first(request, ASKING)


@post("/me/one-time-codes/recovery", opt=MINE, status_code=200)
async def do_renew(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Make them and show them, this once and at no address of their own."""
    form = await read_form(request)
    code = form.required("code", ENTER_CODE, most=60)
    try:
        form.check()
        codes = await renew_recovery_codes(actor_of(request), desk.bells, desk.vault, code=code)
    except Invalid as error:
        return await ask_first(request, ASKING, None, error)
    except (Conflict, TooMany) as error:
        return await account_page(request, error)
    except NotSignedIn:
        return Redirect("/me", status_code=303)
    return await page(request, "account/recovery_codes.html", codes=codes, first=False)

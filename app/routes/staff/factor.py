"""Take the one-time codes of somebody who lost the phone away: asked before it is done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.staff.take_factor_away import take_factor_away
from app.reads.staff.people import one_person
from app.routes.boots.ask_first import REASON, Asking, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.staff.people import people_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Permission
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_staff}
SAY_WHY = N_("Say why, for example: the phone is lost.")
AnyRequest = Request[Any, Any, Any]


@get("/staff/{staff_id:int}/one-time-codes", opt=MANAGE)
async def ask_factor(request: AnyRequest, staff_id: FromPath[int]) -> Response[str]:
    """The question."""
    return await ask_first(request, await _asking(staff_id))


@post("/staff/{staff_id:int}/one-time-codes", opt=MANAGE)
async def do_take_factor(
    request: AnyRequest, staff_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do it; refused everything stays as it is and the list says why."""
    form = await read_form(request)
    reason = form.required("reason", SAY_WHY)
    try:
        form.check()
        await take_factor_away(actor_of(request), desk.bells, staff_id, reason=reason)
    except Invalid as error:
        return await ask_first(request, await _asking(staff_id), form, error)
    except Conflict as error:
        return await people_page(request, error)
    return Redirect("/staff?done=factor", status_code=303)


async def _asking(staff_id: int) -> Asking:
    person = await one_person(staff_id)
    title = N_("Take the one-time codes away")
    return Asking(
        title=title,
        what=N_(
            "For a lost phone: the person is signed out everywhere and signs in with the password "
            "alone, until new codes are set up. First make sure that it is really this person "
            "who asks."
        ),
        button=title,
        href=f"/staff/{staff_id}/one-time-codes",
        back_href="/staff",
        back_text=N_("Staff"),
        danger=True,
        fields=(REASON,),
        facts=((N_("Name"), person.name), (N_("Email"), person.email)),
    )

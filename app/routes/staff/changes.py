"""Change a role, deactivate, activate again: each asked before it is done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.staff.change_role import change_role
from app.actions.staff.deactivate_staff import deactivate_staff
from app.actions.staff.reactivate_staff import reactivate_staff
from app.reads.staff.people import Person, one_person
from app.routes.boots.ask_first import Asking, Field, ask_first
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.staff.people import people_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import ROLE_WORDS, Permission, Role
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_staff}
AnyRequest = Request[Any, Any, Any]


@get("/staff/{staff_id:int}/role", opt=MANAGE)
async def ask_role(request: AnyRequest, staff_id: FromPath[int]) -> Response[str]:
    """The question, with the present role chosen."""
    person = await one_person(staff_id)
    return await ask_first(request, _role(person), Form([("role", person.role.value)]))


@post("/staff/{staff_id:int}/role", opt=MANAGE)
async def do_change_role(
    request: AnyRequest, staff_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Change it; the role the person has already changes nothing."""
    form = await read_form(request)
    person, chosen = await one_person(staff_id), form.text("role")
    if chosen not in Role.__members__:
        error = Invalid(fields={"role": N_("Choose a role.")})
        return await ask_first(request, _role(person), form, error)
    if chosen != person.role:
        try:
            await change_role(actor_of(request), desk.bells, staff_id, Role(chosen))
        except Conflict as error:
            return await people_page(request, error)
    return Redirect("/staff?done=role", status_code=303)


@get("/staff/{staff_id:int}/deactivate", opt=MANAGE)
async def ask_deactivate(request: AnyRequest, staff_id: FromPath[int]) -> Response[str]:
    """The question."""
    person = await one_person(staff_id)
    asking = _asking(
        person,
        "deactivate",
        title=N_("Deactivate this person"),
        what=N_(
            "The person is signed out everywhere at once and cannot sign in any more. "
            "What the person did stays in the history."
        ),
        danger=True,
    )
    return await ask_first(request, asking)


@post("/staff/{staff_id:int}/deactivate", opt=MANAGE)
async def do_deactivate(
    request: AnyRequest, staff_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do it; refused everything stays as it is and the list says why."""
    try:
        await deactivate_staff(actor_of(request), desk.bells, staff_id)
    except Conflict as error:
        return await people_page(request, error)
    return Redirect("/staff?done=deactivated", status_code=303)


@get("/staff/{staff_id:int}/reactivate", opt=MANAGE)
async def ask_reactivate(request: AnyRequest, staff_id: FromPath[int]) -> Response[str]:
    """The question."""
    asking = _asking(
        await one_person(staff_id),
        "reactivate",
        title=N_("Activate this person again"),
        what=N_("The person can sign in again with the same password as before."),
    )
    return await ask_first(request, asking)


@post("/staff/{staff_id:int}/reactivate", opt=MANAGE)
async def do_reactivate(
    request: AnyRequest, staff_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do it; refused everything stays as it is and the list says why."""
    try:
        await reactivate_staff(actor_of(request), desk.bells, staff_id)
    except Conflict as error:
        return await people_page(request, error)
    return Redirect("/staff?done=reactivated", status_code=303)


def _role(person: Person) -> Asking:
    roles = tuple((role.value, text) for role, text in ROLE_WORDS.items())
    return _asking(
        person,
        "role",
        title=N_("Change the role"),
        what=N_("What the person may see and do changes with the next click."),
        fields=(Field("radio", "role", N_("Role"), options=roles),),
    )


def _asking(
    person: Person,
    deed: str,
    *,
    title: str,
    what: str,
    danger: bool = False,
    fields: tuple[Field, ...] = (),
) -> Asking:
    """The page about one deed; its button says the same as its title."""
    return Asking(
        title=title,
        what=what,
        button=title,
        href=f"/staff/{person.staff_id}/{deed}",
        back_href="/staff",
        back_text=N_("Staff"),
        danger=danger,
        fields=fields,
        facts=((N_("Name"), person.name), (N_("Email"), person.email)),
    )

"""Add a member of staff."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.staff.add_staff import add_staff
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown_fields
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid
from app.rules.people.access import ROLE_WORDS, Permission, Role
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_staff}
KEPT = ("name", "email", "role")
AnyRequest = Request[Any, Any, Any]


@get("/staff/new", opt=MANAGE)
async def show_add_person(request: AnyRequest) -> Response[str]:
    """An empty form."""
    return await _draw(request, {})


@post("/staff/new", opt=MANAGE)
async def add_person(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Add the person; the password is never shown again."""
    form = await read_form(request)
    try:
        await _add(request, desk, form)
    except Invalid as error:
        kept = {name: form.text(name, most=2000) for name in KEPT}
        return await _draw(request, kept, error)
    return Redirect("/staff?done=added", status_code=303)


async def _add(request: AnyRequest, desk: Desk, form: Form) -> None:
    name = form.required("name", N_("Enter a name, for example Dana Smith."), most=2000)
    email = form.required("email", N_("Enter an email address like name@example.com"), most=254)
    role = form.text("role")
    if role not in Role.__members__:
        form.problems["role"] = N_("Choose a role.")
    password = form.secret("password", N_("Choose a password of 12 characters or more."))
    form.check()
    await add_staff(
        actor_of(request), desk.bells, name=name, email=email, password=password, role=Role(role)
    )


async def _draw(
    request: AnyRequest, values: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    return await page(
        request,
        "staff/add.html",
        status=error.status if error else 200,
        values=values,
        errors=shown_fields(error) if error else {},
        roles=tuple((role.value, text) for role, text in ROLE_WORDS.items()),
    )

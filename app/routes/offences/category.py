"""Add a ticket category, rename one or take it out of use."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.offences.save_category import save_category
from app.reads.offences.catalogue import CategoryRow, one_category
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page, shown_fields
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid
from app.rules.people.access import Permission

MANAGE = {PERMISSION: Permission.manage_offence_types}
AnyRequest = Request[Any, Any, Any]


@get("/offences/categories/new", opt=MANAGE)
async def show_add(request: AnyRequest) -> Response[str]:
    """An empty form."""
    return await _draw(request, None, {"active": "on"})


@post("/offences/categories/new", opt=MANAGE)
async def add_one(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Add the category."""
    return await _save(request, desk, None)


@get("/offences/categories/{category_id:int}", opt=MANAGE)
async def show_rename(request: AnyRequest, category_id: FromPath[int]) -> Response[str]:
    """The form with what is stored."""
    category = await one_category(category_id)
    values = {"name": category.name, "active": "on" if category.active else ""}
    return await _draw(request, category, values)


@post("/offences/categories/{category_id:int}", opt=MANAGE)
async def rename_one(
    request: AnyRequest, category_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Give it another name, take it out of use or back into use."""
    return await _save(request, desk, await one_category(category_id))


async def _save(request: AnyRequest, desk: Desk, category: CategoryRow | None) -> Response[Any]:
    form = await read_form(request)
    name, active = form.text("name", most=2000), form.flag("active")
    try:
        await save_category(
            actor_of(request),
            desk.bells,
            category.category_id if category else None,
            name,
            active=active,
        )
    except Invalid as error:
        values = {"name": name, "active": "on" if active else ""}
        return await _draw(request, category, values, error)
    return Redirect("/offences", status_code=303)


async def _draw(
    request: AnyRequest,
    category: CategoryRow | None,
    values: Mapping[str, str],
    error: Invalid | None = None,
) -> Response[str]:
    return await page(
        request,
        "offences/edit_category.html",
        status=error.status if error else 200,
        category=category,
        values=values,
        errors=shown_fields(error) if error else {},
    )

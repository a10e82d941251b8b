"""The organisation's logo: shown to everybody, changed and removed by administrators."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.settings.change_logo import change_logo
from app.actions.settings.remove_logo import remove_logo
from app.reads.settings.logo import logo_page_bytes
from app.reads.settings.system_settings import system_settings
from app.routes.body import ROOM_FOR
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page, shown
from app.routes.settings.settings_page import MANAGE
from app.routes.statics.files import FOR_EVER, NOTHING
from app.routes.visitor import PUBLIC, actor_of
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.settings.catalogue import CATALOGUE
from app.rules.settings.logos import FIELD

AnyRequest = Request[Any, Any, Any]
PATH = "/settings/logo"


@get("/logo/{mark:str}", opt={PUBLIC: True})
async def show_logo(mark: FromPath[str]) -> Response[bytes]:
    """The picture; its address names what it contains. Raises `Missing` for any other."""
    picture = await logo_page_bytes(mark)
    if picture is None:
        raise Missing
    return Response(
        picture,
        media_type="image/webp",
        headers={"Cache-Control": FOR_EVER, "Content-Security-Policy": NOTHING},
    )


@get(PATH, opt=MANAGE)
async def ask_logo(request: AnyRequest) -> Response[str]:
    """The present logo, and a form of its own: a file that was chosen is never lost beside it."""
    return await _draw(request)


@post(PATH, opt=MANAGE, request_max_body_size=ROOM_FOR[PATH])
async def save_logo(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Draw the file anew and show that from now on."""
    form = await read_form(request)
    file = (await request.form()).get(FIELD)
    content = await file.read() if isinstance(file, UploadFile) else b""
    try:
        changed = await change_logo(
            actor_of(request), desk.bells, content, seen=form.text("logo_shown")
        )
    except (Conflict, Invalid) as error:
        return await _draw(request, error)
    return Redirect(f"/settings?done={'logo' if changed else 'same'}", status_code=303)


@post(f"{PATH}/remove", opt=MANAGE)
async def take_logo_away(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Show the product's own mark again."""
    form = await read_form(request)
    try:
        changed = await remove_logo(actor_of(request), desk.bells, seen=form.text("logo_shown"))
    except Conflict as error:
        return await _draw(request, error)
    return Redirect(f"/settings?done={'no_logo' if changed else 'same'}", status_code=303)


async def _draw(request: AnyRequest, error: Conflict | Invalid | None = None) -> Response[str]:
    told = shown(error) if error else None
    return await page(
        request,
        "settings/logo.html",
        status=error.status if error else 200,
        field=FIELD,
        about=CATALOGUE[FIELD],
        logo_shown=(await system_settings()).organisation_logo,
        errors=told.fields if told else {},
        trouble=None if not told or told.fields else told,
    )

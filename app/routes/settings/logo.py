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
from app.routes.body import ROOM_FOR
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.settings.settings_page import MANAGE, draw_settings
from app.routes.statics.files import FOR_EVER, NOTHING
from app.routes.visitor import PUBLIC, actor_of
from app.rules.errors import Conflict, Invalid, Missing

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


@post(PATH, opt=MANAGE, request_max_body_size=ROOM_FOR[PATH])
async def save_logo(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Draw the file anew and show that from now on."""
    form = await read_form(request)
    file = (await request.form()).get("organisation_logo")
    content = await file.read() if isinstance(file, UploadFile) else b""
    try:
        changed = await change_logo(
            actor_of(request), desk.bells, content, seen=form.text("logo_shown")
        )
    except (Conflict, Invalid) as error:
        return await draw_settings(request, desk, error=error)
    return Redirect(f"/settings?done={'logo' if changed else 'same'}", status_code=303)


@post(f"{PATH}/remove", opt=MANAGE)
async def take_logo_away(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Show the product's own mark again."""
    form = await read_form(request)
    try:
        changed = await remove_logo(actor_of(request), desk.bells, seen=form.text("logo_shown"))
    except Conflict as error:
        return await draw_settings(request, desk, error=error)
    return Redirect(f"/settings?done={'no_logo' if changed else 'same'}", status_code=303)

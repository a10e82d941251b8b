"""Pictures that mails may carry: list, add, look, remove."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.mail_texts.add_picture import add_picture
from app.actions.mail_texts.remove_picture import remove_picture
from app.reads.mail_texts.pictures import listed_pictures, pictures_called
from app.routes.body import ROOM_FOR
from app.routes.desk import Desk
from app.routes.flash import flash_of
from app.routes.forms import Form, read_form
from app.routes.mail_texts.asked import TEMPLATES
from app.routes.mail_texts.told import DONE_WORDS
from app.routes.pages import page, shown
from app.routes.visitor import actor_of
from app.rules.errors import BootkeeperError, Conflict, Invalid, Missing

AnyRequest = Request[Any, Any, Any]
PATH = "/templates/pictures"


@get(PATH, opt=TEMPLATES)
async def show_pictures(request: AnyRequest) -> Response[str]:
    """What there is, and a form to add one."""
    return await _draw(request)


@post(PATH, opt=TEMPLATES, request_max_body_size=ROOM_FOR[PATH])
async def save_picture(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Draw it anew, small, and keep that."""
    form = await read_form(request)
    file = (await request.form()).get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    try:
        await add_picture(actor_of(request), desk.bells, form.text("name"), content)
    except Invalid as error:
        return await _draw(request, form, error)
    return Redirect(f"{PATH}?done=picture", status_code=303)


@get("/templates/pictures/{name:str}", opt=TEMPLATES)
async def show_picture(name: FromPath[str]) -> Response[bytes]:
    """The picture itself; it never changes."""
    for picture in await pictures_called([name]):
        return Response(
            picture.content,
            media_type=f"image/{picture.kind}",
            headers={"Cache-Control": "private, max-age=3600"},
        )
    raise Missing


@post("/templates/pictures/{name:str}/remove", opt=TEMPLATES)
async def take_picture_away(
    request: AnyRequest, name: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Remove it, unless a mail shows it."""
    try:
        await remove_picture(actor_of(request), desk.bells, name)
    except Conflict as error:
        return await _draw(request, error=error)
    return Redirect(f"{PATH}?done=removed", status_code=303)


async def _draw(
    request: AnyRequest, form: Form | None = None, error: BootkeeperError | None = None
) -> Response[str]:
    told = shown(error) if error else None
    return await page(
        request,
        "mail_texts/pictures.html",
        status=error.status if error else 200,
        section="/templates",
        pictures=await listed_pictures(),
        values={"name": form.text("name")} if form else {},
        errors=told.fields if told else {},
        trouble=None if not told or told.fields else told,
        flash=None if told else flash_of(DONE_WORDS, request.query_params.get("done", "")),
    )

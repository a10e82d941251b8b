"""Count a boot: on the page behind its label, or in the field of the stock take."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.stock.count_label import count_label
from app.actions.stock.count_said import count_said
from app.reads.stock.counted_boot import counted_boot
from app.reads.stock.takes import one_take
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page
from app.routes.stock.take_page import take_page
from app.routes.visitor import PERMISSION, actor_of, staff_of
from app.rules.errors import Conflict, Invalid, NotSignedIn
from app.rules.people.access import Permission

COUNT = {PERMISSION: Permission.count_boots}
AnyRequest = Request[Any, Any, Any]


@post("/b/{token:str}/count", opt=COUNT)
async def count_scanned(
    request: AnyRequest, token: FromPath[str], desk: NamedDependency[Desk]
) -> Redirect:
    """The button behind a scanned label. Raises `Missing`, `Conflict` when none runs."""
    done = await count_label(actor_of(request), desk.bells, token)
    again = "?again=1" if done.again else ""
    return Redirect(f"/stock-takes/{done.take_id}/boots/{done.boot_id}{again}", status_code=303)


@post("/stock-takes/{take_id:int}/count", opt=COUNT)
async def count_here(
    request: AnyRequest, take_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """The field: a scanned address or a typed name; refused, it keeps what was written."""
    form = await read_form(request)
    typed = form.text("what")
    try:
        form.check()
        done = await count_said(actor_of(request), desk.bells, take_id, typed)
    except (Invalid, Conflict) as error:
        return await take_page(request, take_id, error, typed)
    again = "&again=1" if done.again else ""
    if done.boot_id is None:
        noted = "again" if done.again else "new"
        where = f"/stock-takes/{take_id}?show=unknown&by=field&noted={noted}"
    else:
        where = f"/stock-takes/{take_id}/boots/{done.boot_id}?by=field{again}"
    return Redirect(where, status_code=303)


@get("/stock-takes/{take_id:int}/boots/{boot_id:int}", opt=COUNT)
async def show_counted(
    request: AnyRequest, take_id: FromPath[int], boot_id: FromPath[int]
) -> Response[str]:
    """What was counted and how far it is, with the field for the next one. Raises `Missing`."""
    me = staff_of(request)
    if me is None or me.role is None:
        raise NotSignedIn
    asked = request.query_params
    return await page(
        request,
        "stock/counted.html",
        section="/stock-takes",
        take=await one_take(take_id),
        boot=await counted_boot(take_id, boot_id, me.role),
        again="again" in asked,
        by_field="by" in asked,
        confirmed=asked.get("done") == "confirm",
    )

"""Finish a stock take: asked before it is done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.stock.finish_stock_take import finish_stock_take
from app.reads.stock.takes import one_take
from app.routes.boots.ask_first import Asking, ask_first
from app.routes.desk import Desk
from app.routes.stock.take_page import take_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict
from app.rules.people.access import Permission
from app.rules.wording import N_

RUN = {PERMISSION: Permission.run_stock_take}
AnyRequest = Request[Any, Any, Any]


@get("/stock-takes/{take_id:int}/finish", opt=RUN)
async def ask_finish(request: AnyRequest, take_id: FromPath[int]) -> Response[Any]:
    """Say what finishing means and how the numbers stand; a finished one shows its result."""
    take = await one_take(take_id)
    if not take.running:
        return Redirect(f"/stock-takes/{take_id}", status_code=303)
    found = take.figures
    asking = Asking(
        title=N_("Finish the stock take"),
        what=N_(
            "Freezes the result. Boots in store that were not counted are listed as missing, and"
            " nothing can be counted in this stock take any more. No boot's status changes."
        ),
        button=N_("Finish the stock take"),
        href=f"/stock-takes/{take_id}/finish",
        back_href=f"/stock-takes/{take_id}",
        back_text=N_("Stock take"),
        facts=(
            (N_("Counted"), str(found.counted)),
            (N_("Not counted yet"), str(found.missing)),
            (N_("Wrong status"), str(found.surprises)),
            (N_("Unknown labels"), str(found.unknown)),
        ),
    )
    return await ask_first(request, asking)


@post("/stock-takes/{take_id:int}/finish", opt=RUN)
async def do_finish(
    request: AnyRequest, take_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Finish it; a second click shows the result (409)."""
    try:
        await finish_stock_take(actor_of(request), desk.bells, take_id)
    except Conflict as error:
        return await take_page(request, take_id, error)
    return Redirect(f"/stock-takes/{take_id}", status_code=303)

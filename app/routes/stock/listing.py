"""Every stock take, and the button that starts the next one."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.stock.start_stock_take import start_stock_take
from app.reads.stock.takes import stock_takes
from app.routes.address import row_number
from app.routes.desk import Desk
from app.routes.pages import page, shown
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict
from app.rules.people.access import Permission

AnyRequest = Request[Any, Any, Any]


@get("/stock-takes", opt={PERMISSION: Permission.count_boots})
async def list_takes(request: AnyRequest) -> Response[str]:
    """The one that runs, then the finished ones, newest first."""
    return await _page(request)


@post("/stock-takes", opt={PERMISSION: Permission.run_stock_take})
async def start_take(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Start one; a second click is led to the one that runs (409)."""
    try:
        take_id = await start_stock_take(actor_of(request), desk.bells)
    except Conflict as error:
        return await _page(request, error)
    return Redirect(f"/stock-takes/{take_id}", status_code=303)


async def _page(request: AnyRequest, trouble: Conflict | None = None) -> Response[str]:
    before = row_number(request.query_params.get("before", ""))
    found = await stock_takes(before)
    return await page(
        request,
        "stock/list.html",
        status=trouble.status if trouble else 200,
        section="/stock-takes",
        takes=found.rows,
        running=found.running,
        trouble=shown(trouble) if trouble else None,
        newest_href="/stock-takes" if before else None,
        older_href=f"/stock-takes?before={found.older_than}" if found.older_than else None,
    )

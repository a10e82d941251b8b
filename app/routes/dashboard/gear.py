"""The gear of a row: fetched when opened, with exactly the legal actions (rule L3)."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from app.clock import now
from app.reads.dashboard.gear import gear
from app.reads.settings.system_settings import system_settings
from app.routes.pages import is_swap, page
from app.routes.visitor import PERMISSION, staff_of
from app.rules.errors import NotSignedIn
from app.rules.people.access import Permission


@get("/dashboard/boots/{boot_id:int}/actions", opt={PERMISSION: Permission.see_dashboard})
async def actions(request: Request[Any, Any, Any], boot_id: FromPath[int]) -> Response[str]:
    """What the person who asks may do with the boot now, also as a page of its own (no script).

    404 when there is no such boot.
    """
    who = staff_of(request)
    if who is None or who.role is None:
        raise NotSignedIn
    found = await gear(
        boot_id,
        staff_id=who.staff_id,
        role=who.role,
        settings=await system_settings(),
        now=now(),
    )
    template = "dashboard/_actions.html" if is_swap(request) else "dashboard/actions.html"
    return await page(request, template, gear=found)


ROUTES = [actions]

"""The drawer report: who took and paid out what on one day."""

from datetime import date
from typing import Any

from litestar import Request, Response, get

from app.clock import local_day, now
from app.reads.counter.drawer import drawer_people, drawers
from app.reads.settings.system_settings import system_settings
from app.routes.address import row_number
from app.routes.pages import page
from app.routes.visitor import PERMISSION, staff_of
from app.rules.money.payment_ways import WAY_WORDS
from app.rules.people.access import Permission


@get("/counter/drawer", opt={PERMISSION: Permission.take_money})
async def show_drawer(request: Request[Any, Any, Any]) -> Response[str]:
    """Today and everybody unless `day` and `staff` say otherwise; what is no day is today.

    Only who manages the staff looks into another person's drawer (rule S1).
    """
    settings = await system_settings()
    day = _day(request.query_params.get("day", "")) or local_day(now(), settings.time_zone)
    me = staff_of(request)
    sees_all = me is not None and me.may(Permission.manage_staff)
    staff_id = row_number(request.query_params.get("staff", ""))
    if not sees_all:
        staff_id = me.staff_id if me else 0
    found = await drawers(day, settings.time_zone, staff_id)
    return await page(
        request,
        "counter/drawer.html",
        day=day,
        drawers=found,
        people=await drawer_people() if sees_all else (),
        staff_id=staff_id,
        way_words=WAY_WORDS,
        total_cents=sum(one.total_cents for one in found),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None

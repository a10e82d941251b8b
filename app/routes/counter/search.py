"""The counter's first page: find the car, or see who promised to come."""

from typing import Any

from litestar import Request, Response, get
from litestar.response import Redirect

from app.clock import local_day, now
from app.reads.counter.find_cars import find_cars
from app.reads.counter.open_promises import open_promises
from app.reads.settings.system_settings import system_settings
from app.routes.pages import page
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION
from app.rules.people.access import Permission


@get("/counter", opt={PERMISSION: Permission.take_money})
async def show_counter(request: Request[Any, Any, Any]) -> Response[Any]:
    """One field for everything a driver may say; a single car found is opened at once."""
    search = search_words(request.query_params.get("q", ""), 254)
    settings = await system_settings()
    today = local_day(now(), settings.time_zone)
    cars = await find_cars(search, today) if search else ()
    if len(cars) == 1:
        return Redirect(f"/counter/{cars[0].vehicle_id}", status_code=303)
    return await page(
        request,
        "counter/search.html",
        search=search,
        cars=cars,
        promises=await open_promises(today),
    )

"""The public start page."""

from typing import Any

from litestar import Request, Response, get

from app.routes.pages import page
from app.routes.visitor import PUBLIC


@get("/", opt={PUBLIC: True})
async def home(request: Request[Any, Any, Any]) -> Response[str]:
    """What to do when there is a boot on your car."""
    return await page(request, "home.html")


ROUTES = [home]

"""Every category with what it charges."""

from typing import Any

from litestar import Request, Response, get

from app.reads.offences.catalogue import catalogue
from app.reads.settings.system_settings import system_settings
from app.routes.pages import page
from app.routes.visitor import PERMISSION
from app.rules.people.access import Permission


@get("/offences", opt={PERMISSION: Permission.manage_offence_types})
async def show_catalogue(request: Request[Any, Any, Any]) -> Response[str]:
    """The list; with Universal Boot off the Apply Boot flag is hidden (rule B16)."""
    settings = await system_settings()
    return await page(
        request,
        "offences/list.html",
        categories=await catalogue(),
        currency=settings.currency,
        universal_boot_enabled=settings.universal_boot_enabled,
    )

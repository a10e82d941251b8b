"""Setup Boot Devices: every boot, with search and filter in the address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get

from app.clock import now
from app.reads.boots.inventory import Inventory, inventory
from app.reads.settings.system_settings import system_settings
from app.routes.pages import page
from app.routes.visitor import PERMISSION
from app.rules.boots.states import STATUS_WORDS, BootStatus
from app.rules.people.access import Permission
from app.rules.wording import N_


@dataclass(frozen=True)
class Filter:
    """One chip above the list; `label` is a msgid."""

    label: str
    href: str
    current: bool
    count: int


@get("/boots", opt={PERMISSION: Permission.see_boots})
async def show_stock(request: Request[Any, Any, Any]) -> Response[str]:
    """The list; an unknown status or page in the address is read as none."""
    asked = request.query_params
    search = asked.get("q", "").strip()[:60]
    status = next((one for one in BootStatus if one.value == asked.get("status")), None)
    number = asked.get("page", "")
    settings = await system_settings()
    stock = await inventory(
        search,
        status,
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        now=now(),
        new_code_needed=settings.new_code_needed,
    )
    return await page(
        request,
        "boots/list.html",
        boots=stock.rows,
        filters=_filters(stock, search, status),
        search=search,
        chosen=status.value if status else "",
        total=stock.total,
        prev_href=_href(search, status, stock.page - 1) if stock.page > 1 else None,
        next_href=(_href(search, status, stock.page + 1) if stock.page < stock.last_page else None),
        universal_boot_enabled=settings.universal_boot_enabled,
    )


def _filters(stock: Inventory, search: str, chosen: BootStatus | None) -> tuple[Filter, ...]:
    everything = Filter(
        N_("All"), _href(search, None, 1), chosen is None, sum(stock.counts.values())
    )
    return (
        everything,
        *(
            Filter(word, _href(search, one, 1), one is chosen, stock.counts.get(one, 0))
            for one, word in STATUS_WORDS.items()
        ),
    )


def _href(search: str, status: BootStatus | None, number: int) -> str:
    asked = {"q": search, "status": status or "", "page": str(number) if number > 1 else ""}
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"/boots?{query}" if query else "/boots"

"""Setup Boot Devices: every boot, with search and filter in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get

from app.clock import now
from app.reads.boots.inventory import Inventory, Place, StockOrder, inventory
from app.reads.settings.system_settings import system_settings
from app.routes.address import address, row_number
from app.routes.flash import flash_of
from app.routes.pages import page
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION
from app.rules.boots.states import STATUS_WORDS, BootStatus
from app.rules.people.access import Permission
from app.rules.wording import N_

ORDER_WORDS: Mapping[StockOrder, str] = MappingProxyType(
    {
        StockOrder.name: N_("By name"),
        StockOrder.newest: N_("Newest first"),
        StockOrder.model: N_("By model"),
    }
)
DONE_WORDS: Mapping[str, str] = MappingProxyType(
    {"import": N_("The boots are imported. Their labels are ready to be printed.")}
)


@dataclass(frozen=True)
class Filter:
    """One chip above the list; `label` is a msgid."""

    label: str
    href: str
    current: bool
    count: int


@dataclass(frozen=True)
class Order:
    """One way to sort the list; `label` is a msgid."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    search: str
    status: BootStatus | None
    order: StockOrder
    place: Place | None
    needing_code: bool = False


@get("/boots", opt={PERMISSION: Permission.see_boots})
async def show_stock(request: Request[Any, Any, Any]) -> Response[str]:
    """The list; an unknown status, order or place in the address is read as none."""
    asked = _asked(request.query_params)
    settings = await system_settings()
    # An address kept from before the setting was off asks for what no boot can need.
    asked = replace(asked, needing_code=asked.needing_code and settings.new_code_needed)
    stock = await inventory(
        asked.search,
        asked.status,
        order=asked.order,
        place=asked.place,
        now=now(),
        new_code_needed=settings.new_code_needed,
        only_needing_code=asked.needing_code,
    )
    return await page(
        request,
        "boots/list.html",
        boots=stock.rows,
        filters=_filters(stock, asked, with_codes=settings.new_code_needed),
        needing_code=asked.needing_code,
        orders=tuple(
            Order(word, _href(asked, order=one), one is asked.order)
            for one, word in ORDER_WORDS.items()
        ),
        search=asked.search,
        chosen=asked.status.value if asked.status else "",
        order=asked.order.value if asked.order is not StockOrder.name else "",
        total=stock.total,
        prev_href=_href(asked, place=stock.previous) if stock.previous else None,
        next_href=_href(asked, place=stock.next) if stock.next else None,
        labels_href=_labels_href(asked),
        universal_boot_enabled=settings.universal_boot_enabled,
        flash=flash_of(DONE_WORDS, request.query_params.get("done", "")),
    )


def _asked(given: Mapping[str, str]) -> Asked:
    before, after = row_number(given.get("before", "")), row_number(given.get("after", ""))
    return Asked(
        search=search_words(given.get("q", ""), 60),
        status=next((one for one in BootStatus if one.value == given.get("status")), None),
        order=next((one for one in StockOrder if one.value == given.get("sort")), StockOrder.name),
        place=Place(before, backwards=True) if before else Place(after) if after else None,
        needing_code=given.get("code") == "needed",
    )


def _filters(stock: Inventory, asked: Asked, *, with_codes: bool) -> tuple[Filter, ...]:
    everything = Filter(
        N_("All"),
        _href(replace(asked, status=None)),
        asked.status is None,
        sum(stock.counts.values()),
    )
    return (
        everything,
        *(
            Filter(
                word,
                _href(replace(asked, status=one)),
                one is asked.status,
                stock.counts.get(one, 0),
            )
            for one, word in STATUS_WORDS.items()
        ),
        *((_code_filter(stock, asked),) if with_codes else ()),
    )


def _code_filter(stock: Inventory, asked: Asked) -> Filter:
    """A mark beside the status: pressed again it lets go, and the status stays."""
    pressed = replace(asked, needing_code=not asked.needing_code)
    return Filter(N_("Needs a new code"), _href(pressed), asked.needing_code, stock.needing_code)


def _href(asked: Asked, *, order: StockOrder | None = None, place: Place | None = None) -> str:
    """The address of the same list at `place`, else at its beginning."""
    order = order or asked.order
    parts = {
        "q": asked.search,
        "status": asked.status or "",
        "code": "needed" if asked.needing_code else "",
        "sort": "" if order is StockOrder.name else order,
    }
    if place:
        parts["before" if place.backwards else "after"] = str(place.boot_id)
    return address("/boots", parts)


def _labels_href(asked: Asked) -> str:
    parts = {"all": "1", "q": asked.search, "status": asked.status or ""}
    return address("/boots/labels", parts)

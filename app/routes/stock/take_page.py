"""One stock take: how far it is, what is missing and what should not be there."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from app.reads.dashboard.deeds import Deed
from app.reads.stock.shelf import ShelfRow, deed_for, shelf
from app.reads.stock.takes import Take, one_take
from app.routes.address import row_number
from app.routes.pages import page, shown, shown_fields
from app.routes.visitor import PERMISSION, staff_of
from app.rules.boots.stock_take import Shelf
from app.rules.errors import BootkeeperError, NotSignedIn
from app.rules.people.access import Permission, Role
from app.rules.wording import N_

NOT_COUNTED_YET = N_("Not counted yet")
SHELF_WORDS: Mapping[Shelf, str] = MappingProxyType(
    {
        Shelf.missing: N_("Missing"),
        Shelf.surprise: N_("Wrong status"),
        Shelf.unknown: N_("Unknown labels"),
        Shelf.old_label: N_("Old labels"),
        Shelf.counted: N_("Counted"),
    }
)


@dataclass(frozen=True)
class Tab:
    """One list of the stock take; `label` is a msgid."""

    label: str
    href: str
    current: bool
    count: int


@dataclass(frozen=True)
class Line:
    """A finding with the legal deed that puts it right, or None."""

    row: ShelfRow
    deed: Deed | None


@get("/stock-takes/{take_id:int}", opt={PERMISSION: Permission.count_boots})
async def show_take(request: Request[Any, Any, Any], take_id: FromPath[int]) -> Response[str]:
    """Numbers, the field to count by, and the list the address asks for. Raises `Missing`."""
    return await take_page(request, take_id)


async def take_page(
    request: Request[Any, Any, Any],
    take_id: int,
    trouble: BootkeeperError | None = None,
    typed: str = "",
) -> Response[str]:
    """The page, also after something on it was refused: then with what was typed."""
    me = staff_of(request)
    if me is None or me.role is None:
        raise NotSignedIn
    take = await one_take(take_id)
    asked = request.query_params
    chosen = next((one for one in Shelf if one.value == asked.get("show")), Shelf.missing)
    found = await shelf(take, chosen, row_number(asked.get("after", "")))
    return await page(
        request,
        "stock/show.html",
        status=trouble.status if trouble else 200,
        section="/stock-takes",
        take=take,
        tabs=_tabs(take, chosen),
        chosen=chosen.value,
        lines=_lines(found.rows, me.role),
        more_href=_href(take, chosen, found.after) if found.after else None,
        first_href=_href(take, chosen) if asked.get("after") else None,
        trouble=shown(trouble) if trouble else None,
        values={"what": typed},
        errors=shown_fields(trouble) if trouble else {},
        noted=asked.get("noted", ""),
        by_field="by" in asked or trouble is not None,
    )


def _lines(rows: tuple[ShelfRow, ...], role: Role) -> tuple[Line, ...]:
    return tuple(Line(row, deed_for(row, role)) for row in rows)


def _tabs(take: Take, chosen: Shelf) -> tuple[Tab, ...]:
    found = take.figures
    counts = {
        Shelf.missing: found.missing,
        Shelf.surprise: found.surprises,
        Shelf.unknown: found.unknown,
        Shelf.old_label: found.old_labels,
        Shelf.counted: found.counted,
    }
    return tuple(
        Tab(
            NOT_COUNTED_YET if take.running and one is Shelf.missing else SHELF_WORDS[one],
            _href(take, one),
            one is chosen,
            count,
        )
        for one, count in counts.items()
    )


def _href(take: Take, which: Shelf, after: int | None = None) -> str:
    parts = [] if which is Shelf.missing else [f"show={which.value}"]
    parts += [f"after={after}"] if after else []
    return f"/stock-takes/{take.take_id}" + (f"?{'&'.join(parts)}" if parts else "") + "#found"

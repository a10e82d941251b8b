"""The dashboard: Active Boot Assignments, as a page and as the fragment that follows changes."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from app.reads.dashboard.asked import ATTENTION, LONGEST_SEARCH, Asked
from app.reads.dashboard.refunds_failed import refunds_failed
from app.reads.settings.system_settings import cached_system_settings
from app.routes.dashboard.kept_boards import DrawnBoard, kept_boards
from app.routes.desk import Desk
from app.routes.pages import page
from app.routes.reader import reader_language
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION
from app.rules.boots.states import STATUS_WORDS
from app.rules.people.access import Permission
from app.rules.wording import N_


@dataclass(frozen=True)
class Filter:
    """A chip above the board; `label` is a msgid."""

    label: str
    href: str
    current: bool


@get("/dashboard", opt={PERMISSION: Permission.see_dashboard})
async def dashboard(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    q: FromQuery[str] = "",
    status: FromQuery[str] = "",
) -> Response[str]:
    """Active Boot Assignments; search and filter live in the address. 422 for an unknown filter."""
    asked = Asked(search_words(q, LONGEST_SEARCH), status)
    return await page(
        request,
        "dashboard/show.html",
        board=await _drawn(request, desk, asked),
        refunds_failed=await refunds_failed(),
        asked=asked,
        filters=_filters(asked),
    )


@get("/dashboard/board", opt={PERMISSION: Permission.see_dashboard})
async def fragment(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    q: FromQuery[str] = "",
    status: FromQuery[str] = "",
) -> Response[str]:
    """The board by itself, from the same template and the same read."""
    asked = Asked(search_words(q, LONGEST_SEARCH), status)
    return await page(
        request,
        "dashboard/_board.html",
        board=await _drawn(request, desk, asked),
        refunds_failed=await refunds_failed(),
        asked=asked,
    )


async def _drawn(request: Request[Any, Any, Any], desk: Desk, asked: Asked) -> DrawnBoard:
    chosen = await cached_system_settings()
    return await kept_boards(request.app.state).draw(
        desk.templates, asked, chosen, reader_language()
    )


def _filters(asked: Asked) -> tuple[Filter, ...]:
    labels: dict[str, str] = {"": N_("All boots"), ATTENTION: N_("Needs somebody")}
    labels |= {status.value: word for status, word in STATUS_WORDS.items()}
    return tuple(
        Filter(label, f"/dashboard{asked.with_status(status).query()}", asked.status == status)
        for status, label in labels.items()
    )


ROUTES = [dashboard, fragment]

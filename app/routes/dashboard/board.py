"""The dashboard: Active Boot Assignments, as a page and as the fragment that follows changes."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.reads.dashboard.asked import ATTENTION, LONGEST_SEARCH, Asked, page_asked
from app.reads.dashboard.refunds_failed import refunds_failed
from app.reads.settings.system_settings import cached_system_settings
from app.routes.dashboard.kept_boards import DrawnBoard, kept_boards
from app.routes.desk import Desk
from app.routes.pages import page
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
) -> Response[str]:
    """Active Boot Assignments; search, filter and page live in the address.

    422 for an unknown filter.
    """
    asked = _asked(request)
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
) -> Response[str]:
    """The board by itself, from the same template and the same read."""
    asked = _asked(request)
    return await page(
        request,
        "dashboard/_board.html",
        board=await _drawn(request, desk, asked),
        refunds_failed=await refunds_failed(),
        asked=asked,
    )


def _asked(request: Request[Any, Any, Any]) -> Asked:
    said = request.query_params
    return Asked(
        search_words(said.get("q", ""), LONGEST_SEARCH),
        said.get("status", ""),
        said.get("group", ""),
        page_asked(said.get("page", "")),
    )


async def _drawn(request: Request[Any, Any, Any], desk: Desk, asked: Asked) -> DrawnBoard:
    chosen = await cached_system_settings()
    return await kept_boards(request.app.state).draw(desk.templates, asked, chosen, "en")


def _filters(asked: Asked) -> tuple[Filter, ...]:
    labels: dict[str, str] = {"": N_("All boots"), ATTENTION: N_("Needs somebody")}
    labels |= {status.value: word for status, word in STATUS_WORDS.items()}
    return tuple(
        Filter(label, f"/dashboard{asked.with_status(status).query()}", asked.status == status)
        for status, label in labels.items()
    )


ROUTES = [dashboard, fragment]

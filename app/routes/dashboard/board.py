"""The dashboard: Active Boot Assignments, as a page and as the fragment that follows changes."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.enums import MediaType

from app.reads.dashboard.asked import ATTENTION, LONGEST_SEARCH, Asked, page_asked
from app.reads.settings.system_settings import cached_system_settings
from app.routes.dashboard.kept_boards import DrawnBoard, kept_boards
from app.routes.desk import Desk
from app.routes.pages import page
from app.routes.reader import reader_language
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION, staff_of
from app.rules.boots.states import STATUS_WORDS
from app.rules.people.access import Permission
from app.rules.wording import N_


@dataclass(frozen=True)
class Filter:
    """A chip above the board; `label` is a msgid, a `counted` one is a large number below too."""

    label: str
    href: str
    current: bool
    counted: bool


@get("/dashboard", opt={PERMISSION: Permission.see_dashboard})
async def dashboard(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
) -> Response[str]:
    """Active Boot Assignments; search, filter and page live in the address.

    422 for an unknown filter.
    """
    asked = _asked(request)
    drawn, failed = await _drawn(request, desk, asked)
    return await page(
        request,
        "dashboard/show.html",
        board=drawn,
        refunds_failed=failed,
        asked=asked,
        filters=_filters(asked),
    )


@get("/dashboard/board", opt={PERMISSION: Permission.see_dashboard})
async def fragment(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """The board by itself, from the same template and the same read.

    A hundred screens ask at once: all that may see the same get the same bytes (target P5).
    """
    asked = _asked(request)
    drawn, failed = await _drawn(request, desk, asked)
    me = staff_of(request)
    around = (
        failed,
        me is not None and me.may(Permission.refund),
        me is not None and me.may(Permission.see_reports),
    )
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    packed = drawn.packed.get(around) if takes_gzip else None
    if packed is None:
        plain = await page(
            request, "dashboard/_board.html", board=drawn, refunds_failed=failed, asked=asked
        )
        plain.headers["Vary"] = "Accept-Encoding"
        if not takes_gzip:
            return plain
        packed = drawn.pack(around, plain.content)
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(packed, media_type=MediaType.HTML, headers=headers)


def _asked(request: Request[Any, Any, Any]) -> Asked:
    said = request.query_params
    return Asked(
        search_words(said.get("q", ""), LONGEST_SEARCH),
        said.get("status", ""),
        said.get("group", ""),
        page_asked(said.get("page", "")),
    )


async def _drawn(
    request: Request[Any, Any, Any], desk: Desk, asked: Asked
) -> tuple[DrawnBoard, int]:
    """The board as it is now, and how many refunds have failed."""
    chosen = await cached_system_settings()
    boards = kept_boards(request.app.state)
    standing = await boards.standing()
    drawn = await boards.draw(desk.templates, asked, chosen, reader_language(), standing.revision)
    return drawn, standing.refunds_failed


def _filters(asked: Asked) -> tuple[Filter, ...]:
    labels: dict[str, str] = {"": N_("All boots"), ATTENTION: N_("Needs somebody")}
    labels |= {status.value: word for status, word in STATUS_WORDS.items()}
    return tuple(
        Filter(
            label,
            f"/dashboard{asked.with_status(status).query()}",
            asked.status == status,
            status in STATUS_WORDS,
        )
        for status, label in labels.items()
    )


ROUTES = [dashboard, fragment]

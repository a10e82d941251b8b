"""Violations: the list, with search, filter and place in the address."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get

from app.clock import local_day, now
from app.reads.settings.system_settings import system_settings
from app.reads.violations.ticket_list import OVERDUE, ticket_list
from app.routes.address import address, row_number
from app.routes.pages import page
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION
from app.rules.people.access import Permission
from app.rules.violations.states import VIOLATION_WORDS, ViolationStatus
from app.rules.wording import N_

CHOICES: tuple[tuple[str, str], ...] = (
    (ViolationStatus.unpaid, VIOLATION_WORDS[ViolationStatus.unpaid]),
    (OVERDUE, N_("Overdue")),
    (ViolationStatus.promised, VIOLATION_WORDS[ViolationStatus.promised]),
    (ViolationStatus.paid, VIOLATION_WORDS[ViolationStatus.paid]),
    (ViolationStatus.void, VIOLATION_WORDS[ViolationStatus.void]),
)


@dataclass(frozen=True)
class Filter:
    """One chip above the list; `label` is a msgid."""

    label: str
    href: str
    current: bool
    count: int


@get("/violations", opt={PERMISSION: Permission.see_violations})
async def show_list(request: Request[Any, Any, Any]) -> Response[str]:
    """The list, newest first; an unknown status or place in the address is read as none."""
    asked = request.query_params
    search = search_words(asked.get("q", ""), 40)
    status = next((value for value, _ in CHOICES if value == asked.get("status")), "")
    before_id = row_number(asked.get("before", ""))
    settings = await system_settings()
    found = await ticket_list(
        search,
        status,
        before_id=before_id,
        today=local_day(now(), settings.time_zone),
    )
    everything = sum(found.counts[one] for one in ViolationStatus if one in found.counts)
    return await page(
        request,
        "violations/list.html",
        violations=found.rows,
        filters=(
            Filter(N_("All"), _href(search), not status, everything),
            *(
                Filter(word, _href(search, value), value == status, found.counts.get(value, 0))
                for value, word in CHOICES
            ),
        ),
        search=search,
        chosen=status,
        total=found.counts.get(status, 0) if status else everything,
        newest_href=_href(search, status) if before_id else None,
        older_href=_href(search, status, found.older_than) if found.older_than else None,
    )


def _href(search: str, status: str = "", before: int | None = None) -> str:
    asked = {"q": search, "status": status, "before": str(before or "")}
    return address("/violations", asked)

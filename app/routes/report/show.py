"""The Booting Activity Report on screen: the rows first, the totals after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get

from app.clock import now
from app.reads.report.rows import ReportPage, report_page
from app.reads.report.totals import report_totals
from app.reads.report.wanted import DATE_WORDS, ReportSort, place_from
from app.reads.settings.system_settings import system_settings
from app.routes.pages import page
from app.routes.reader import reader_language
from app.routes.report.asked import SORT_WORDS, Asked, query_of, read_asked, sorted_by
from app.routes.visitor import PERMISSION
from app.rules.boots.states import STATUS_WORDS
from app.rules.errors import Invalid
from app.rules.people.access import Permission
from app.wordbook import translate

SEE = {PERMISSION: Permission.see_reports}
AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class Order:
    """A heading that sorts; `now` is "ascending", "descending" or "" when another one does."""

    href: str
    now: str


@get("/report", opt=SEE)
async def show_report(request: AnyRequest) -> Response[str]:
    """One page; everything that shapes it is in the address (rule L6). 422 for days that are none.

    `totals=1` draws the totals with it, for browsers without scripts.
    """
    asked = read_asked(request.query_params)
    wanted, zone = asked.wanted, (await system_settings()).time_zone
    after = place_from(request.query_params.get("after", ""), wanted.sort)
    at_once = "totals" in request.query_params and not asked.errors
    found = (
        ReportPage((), None)
        if asked.errors
        else await report_page(wanted, after, time_zone=zone, now=now())
    )
    return await page(
        request,
        "report/show.html",
        status=Invalid.status if asked.errors else 200,
        found=found,
        wanted=wanted,
        typed=asked.typed,
        errors=asked.errors,
        dates=_choices(DATE_WORDS),
        statuses=_choices(STATUS_WORDS),
        sorts=_choices(SORT_WORDS),
        date_word=DATE_WORDS[wanted.date_by],
        orders={one.value: _order(asked, one) for one in ReportSort},
        totals=await report_totals(wanted, zone) if at_once else None,
        query=query_of(wanted),
        totals_href=f"/report{query_of(wanted, after, totals='1')}",
        first_href=f"/report{query_of(wanted)}" if after else None,
        next_href=f"/report{query_of(wanted, found.last)}" if found.last else None,
    )


@get("/report/totals", opt=SEE)
async def show_totals(request: AnyRequest) -> Response[str]:
    """The totals by themselves, from the same template and the same read."""
    asked = read_asked(request.query_params)
    if asked.errors:
        raise Invalid(fields=dict(asked.errors))
    zone = (await system_settings()).time_zone
    return await page(
        request,
        "report/_totals.html",
        totals=await report_totals(asked.wanted, zone),
        wanted=asked.wanted,
        query=query_of(asked.wanted),
        totals_href=f"/report{query_of(asked.wanted, totals='1')}",
    )


def _choices(words: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), translate(reader_language(), word)) for value, word in words.items())


def _order(asked: Asked, sort: ReportSort) -> Order:
    wanted = asked.wanted
    way = "ascending" if wanted.rising else "descending"
    return Order(
        href=f"/report{query_of(sorted_by(wanted, sort))}",
        now=way if wanted.sort is sort else "",
    )

"""The charts of the Booting Activity Report, behind its rows and by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get

from app.clock import now
from app.reads.report.charts import ReportCharts, report_charts
from app.reads.report.money import ReportMoney, report_money
from app.reads.settings.system_settings import system_settings
from app.routes.pages import is_swap, page
from app.routes.report.asked import query_of, read_asked
from app.routes.report.drawing import Area, Columns, Row, area, lying, mirrored, stacked
from app.routes.visitor import PERMISSION
from app.rules.calendar_steps import Step
from app.rules.errors import Invalid
from app.rules.people.access import Permission
from app.rules.wording import N_

SEE = {PERMISSION: Permission.see_reports}
AnyRequest = Request[Any, Any, Any]
STEP_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        Step.day: N_("Each step is one day."),
        Step.week: N_("Each step is one week; its date is a Monday."),
        Step.month: N_("Each step is one month; its date is the first day."),
        Step.year: N_("Each step is one year; its date is the first day."),
    }
)
# One more than there are bounds: the last one is for what took longer.
RELEASE_WORDS = (
    N_("under 30 min"),
    N_("30 to 60 min"),
    N_("1 to 2 hours"),
    N_("2 to 4 hours"),
    N_("4 to 8 hours"),
    N_("8 to 24 hours"),
    N_("1 to 3 days"),
    N_("3 days and more"),
)
RETURN_WORDS = (
    N_("under 3 hours"),
    N_("3 to 6 hours"),
    N_("6 to 12 hours"),
    N_("12 to 24 hours"),
    N_("1 to 2 days"),
    N_("2 to 3 days"),
    N_("3 to 7 days"),
    N_("7 days and more"),
)


@dataclass(frozen=True)
class Drawn:
    """The charts of the counts, each with where its bars stand."""

    counts: ReportCharts
    out: Area
    to_release: tuple[Row, ...]
    to_return: tuple[Row, ...]
    returned: Columns


@dataclass(frozen=True)
class DrawnMoney:
    """The chart of one currency."""

    sums: ReportMoney
    bars: Columns


@get("/report/charts", opt=SEE)
async def show_charts(request: AnyRequest) -> Response[str]:
    """The charts of all pages together (rule L6); a page of their own without scripts.

    Raises `Invalid` for days that are none.
    """
    asked = read_asked(request.query_params)
    if asked.errors:
        raise Invalid(fields=dict(asked.errors))
    zone = (await system_settings()).time_zone
    counts = await report_charts(asked.wanted, zone, now())
    return await page(
        request,
        "report/_charts.html" if is_swap(request) else "report/charts.html",
        drawn=_drawn(counts) if counts else None,
        money=None if is_swap(request) else await _money(request),
        query=query_of(asked.wanted),
        step_word=STEP_WORDS[counts.calendar.step] if counts else "",
        release_words=RELEASE_WORDS,
        return_words=RETURN_WORDS,
    )


@get("/report/money", opt=SEE)
async def show_money(request: AnyRequest) -> Response[str]:
    """The chart of the money by itself: it looks at other tables, so it may take longer.

    Raises `Invalid` for days that are none.
    """
    asked = read_asked(request.query_params)
    if asked.errors:
        raise Invalid(fields=dict(asked.errors))
    return await page(
        request,
        "report/_money.html",
        money=await _money(request),
        query=query_of(asked.wanted),
    )


async def _money(request: AnyRequest) -> tuple[DrawnMoney, ...]:
    zone = (await system_settings()).time_zone
    sums = await report_money(read_asked(request.query_params).wanted, zone, now())
    return tuple(DrawnMoney(one, mirrored(one.taken_cents, one.refunded_cents)) for one in sums)


def _drawn(counts: ReportCharts) -> Drawn:
    return Drawn(
        counts,
        area(counts.out),
        lying(counts.to_release),
        lying(counts.to_return),
        stacked(counts.in_time, counts.late),
    )

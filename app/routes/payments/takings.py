"""Takings and refunds by day and way of paying, on screen and as a CSV file."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get

from app.clock import local_day, now
from app.reads.books.last_check import last_check
from app.reads.payments.takings import Takings, takings
from app.reads.settings.system_settings import system_settings
from app.routes.pages import page
from app.routes.reader import reader_language
from app.routes.visitor import PERMISSION
from app.rules.csv_cells import inert, plain_amount
from app.rules.local_days import day_from_text
from app.rules.people.access import Permission
from app.rules.wording import N_
from app.wordbook import translate

SEE = {PERMISSION: Permission.see_reports}
AnyRequest = Request[Any, Any, Any]
# As many days as one report shows; a longer span is cut at its end.
MOST_DAYS = 366
COLUMNS = (
    N_("Day"),
    N_("Way"),
    N_("Currency"),
    N_("Taken"),
    N_("Refunded"),
    N_("Taken back by banks"),
    N_("Net"),
)


@dataclass(frozen=True)
class Span:
    """The days asked for, both included."""

    first_on: date
    last_on: date


@get("/takings", opt=SEE)
async def show_takings(request: AnyRequest) -> Response[str]:
    """The days asked for, this month's when none are."""
    span, found = await _asked(request)
    query = f"from={span.first_on}&to={span.last_on}"
    return await page(
        request,
        "payments/takings.html",
        span=span,
        found=found,
        last_check=await last_check(now()),
        export_href=f"/takings.csv?{query}",
    )


@get("/takings.csv", opt=SEE)
async def export_takings(request: AnyRequest) -> Response[bytes]:
    """The same rows, one line a day and way, amounts as plain decimals (rule L6)."""
    span, found = await _asked(request)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([translate(reader_language(), column) for column in COLUMNS])
    for row in found.rows:
        amounts = (row.taken_cents, row.refunded_cents, row.disputed_cents, row.net_cents)
        lines.writerow(
            [
                row.day.isoformat() if row.day else "",
                inert(translate(reader_language(), row.way)),
                inert(row.currency),
                *(plain_amount(cents) for cents in amounts),
            ]
        )
    name = f"takings-{span.first_on}-{span.last_on}.csv"
    return Response(
        # With a mark at its start, so that spreadsheets read accents as they are.
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _asked(request: AnyRequest) -> tuple[Span, Takings]:
    settings = await system_settings()
    today = local_day(now(), settings.time_zone)
    last_on = day_from_text(request.query_params.get("to", "")) or today
    first_on = day_from_text(request.query_params.get("from", "")) or last_on.replace(day=1)
    span = Span(first_on, min(last_on, first_on + timedelta(days=MOST_DAYS - 1)))
    return span, await takings(span.first_on, span.last_on, settings.time_zone)

"""Payments: the list, with search, filters and place in the address."""

from typing import Any

from litestar import Request, Response, get

from app.reads.payments.payment_list import Wanted, payment_list
from app.reads.settings.system_settings import system_settings
from app.routes.address import address, row_number
from app.routes.pages import page
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION
from app.rules.local_days import day_from_text
from app.rules.money.payment_states import PAYMENT_WORDS, PaymentStatus
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.people.access import Permission


@get("/payments", opt={PERMISSION: Permission.see_reports})
async def list_payments(request: Request[Any, Any, Any]) -> Response[str]:
    """The list, newest first; what cannot be understood in the address is read as none."""
    asked = request.query_params
    wanted = Wanted(
        search=search_words(asked.get("q", ""), 80),
        status=next((one.value for one in PaymentStatus if one == asked.get("status")), ""),
        way=next((one.value for one in PaymentWay if one == asked.get("way")), ""),
        first_on=day_from_text(asked.get("from", "")),
        last_on=day_from_text(asked.get("to", "")),
    )
    before_id = row_number(asked.get("before", ""))
    settings = await system_settings()
    found = await payment_list(wanted, before_id=before_id, time_zone=settings.time_zone)
    return await page(
        request,
        "payments/list.html",
        found=found,
        wanted=wanted,
        narrowed=wanted != Wanted(),
        statuses=tuple((one.value, PAYMENT_WORDS[one]) for one in PaymentStatus),
        ways=tuple((one.value, WAY_WORDS[one]) for one in PaymentWay),
        newest_href=_href(wanted) if before_id else None,
        older_href=_href(wanted, found.older_than) if found.older_than else None,
    )


def _href(wanted: Wanted, before: int | None = None) -> str:
    asked = {
        "q": wanted.search,
        "status": wanted.status,
        "way": wanted.way,
        "from": wanted.first_on.isoformat() if wanted.first_on else "",
        "to": wanted.last_on.isoformat() if wanted.last_on else "",
        "before": str(before or ""),
    }
    return address("/payments", asked)

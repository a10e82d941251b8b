"""What the one search found, by kind; a single exact hit is opened at once."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Redirect

from app.clock import now
from app.reads.search.everything import Found, everything
from app.reads.settings.system_settings import system_settings
from app.routes.pages import page
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION, staff_of
from app.rules.errors import NotSignedIn
from app.rules.people.access import Permission

MOST_SIGNS = 254


@get("/search", opt={PERMISSION: Permission.see_violations})
async def show_results(request: Request[Any, Any, Any]) -> Response[Any]:
    """Everything found that this person may see (rule S1)."""
    me = staff_of(request)
    if me is None:
        raise NotSignedIn
    search = search_words(request.query_params.get("q", ""), MOST_SIGNS)
    sees_payments = me.may(Permission.see_reports)
    found = await everything(
        search, await system_settings(), now=now(), with_payments=sees_payments
    )
    if found.exact == found.total == 1:
        return Redirect(_only(found), status_code=303)
    asked = urlencode({"q": search})
    return await page(
        request,
        "search/show.html",
        search=search,
        found=found,
        sees_payments=sees_payments,
        all_tickets=_list_of_tickets(search, asked) if found.more_tickets else "",
        all_boots=_list_of_boots(me.may(Permission.see_boots), asked) if found.more_boots else "",
        all_payments=f"/payments?{asked}" if found.more_payments else "",
    )


def _only(found: Found) -> str:
    if found.tickets:
        return f"/violations/{found.tickets[0].violation_id}"
    if found.boots:
        return f"/boots/{found.boots[0].boot_id}"
    return f"/payments/{found.payments[0].payment_id}"


def _list_of_tickets(search: str, asked: str) -> str:
    """Tickets found by an email, which only the office does, stand beside the letters."""
    return f"/mails?{asked}" if "@" in search else f"/violations?{asked}"


def _list_of_boots(may_see_stock: bool, asked: str) -> str:
    """Who may not open the stock finds the same boots on the dashboard."""
    return f"/boots?{asked}" if may_see_stock else f"/dashboard?{asked}"

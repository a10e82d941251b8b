"""The mail log's list, with search, filters and place in the address."""

from typing import Any

from litestar import Request, Response, get

from app.reads.mails.mail_list import Wanted, mail_list
from app.reads.payments.payment_history import letter_words
from app.reads.settings.system_settings import system_settings
from app.routes.address import address, row_number
from app.routes.pages import page
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION
from app.rules.local_days import day_from_text
from app.rules.money.payment_states import MAIL_WORDS, MailStatus
from app.rules.outbox.letters import LetterKind
from app.rules.people.access import Permission


@get("/mails", opt={PERMISSION: Permission.see_reports})
async def list_mails(request: Request[Any, Any, Any]) -> Response[str]:
    """The list, newest first; what cannot be understood in the address is read as none."""
    asked = request.query_params
    wanted = Wanted(
        search=search_words(asked.get("q", ""), 80),
        kind=next((one.value for one in LetterKind if one == asked.get("kind")), ""),
        status=next((one.value for one in MailStatus if one == asked.get("status")), ""),
        first_on=day_from_text(asked.get("from", "")),
        last_on=day_from_text(asked.get("to", "")),
    )
    before_id = row_number(asked.get("before", ""))
    settings = await system_settings()
    found = await mail_list(wanted, before_id=before_id, time_zone=settings.time_zone)
    return await page(
        request,
        "mails/list.html",
        found=found,
        wanted=wanted,
        narrowed=wanted != Wanted(),
        statuses=tuple((one.value, MAIL_WORDS[one]) for one in MailStatus),
        kinds=tuple((one.value, letter_words(one.value)) for one in LetterKind),
        newest_href=_href(wanted) if before_id else None,
        older_href=_href(wanted, found.older_than) if found.older_than else None,
    )


def _href(wanted: Wanted, before: int | None = None) -> str:
    asked = {
        "q": wanted.search,
        "kind": wanted.kind,
        "status": wanted.status,
        "from": wanted.first_on.isoformat() if wanted.first_on else "",
        "to": wanted.last_on.isoformat() if wanted.last_on else "",
        "before": str(before or ""),
    }
    return address("/mails", asked)


ROUTES = [list_mails]

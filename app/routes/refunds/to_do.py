"""Refunds: deposits due, refunds that need somebody, refunds under way."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get

from app.reads.refunds.to_do import refunds_to_do
from app.routes.flash import flash_of
from app.routes.pages import page, shown
from app.routes.visitor import PERMISSION
from app.rules.errors import Conflict
from app.rules.money.payment_states import REFUND_WORDS
from app.rules.money.payment_ways import WAY_WORDS
from app.rules.people.access import Permission
from app.rules.wording import N_

DONE_WORDS: Mapping[str, str] = {
    "refund": N_("The deposit is decided and the payer gets a mail."),
    "retry": N_("The refund is sent once more."),
    "close": N_("The refund is closed."),
    "pay_out": N_("The pay-out is recorded."),
}


@get("/refunds", opt={PERMISSION: Permission.refund})
async def show_refunds(request: Request[Any, Any, Any]) -> Response[str]:
    """The three lists."""
    return await refunds_page(request)


async def refunds_page(
    request: Request[Any, Any, Any], trouble: Conflict | None = None
) -> Response[str]:
    """The lists, with what was done just now or why it was refused."""
    return await page(
        request,
        "refunds/list.html",
        status=trouble.status if trouble else 200,
        todo=await refunds_to_do(),
        trouble=shown(trouble) if trouble else None,
        flash=None if trouble else flash_of(DONE_WORDS, request.query_params.get("done", "")),
        refund_words=REFUND_WORDS,
        way_words=WAY_WORDS,
    )

"""The driver's page behind the QR code, and the fragment it follows."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.clock import now
from app.reads.pay.page import PayPage, pay_page
from app.reads.pay.release_code import sealed_code
from app.reads.receipts.receipt_link import receipt_path
from app.reads.settings.system_settings import cached_system_settings
from app.reads.stock.running import running_take
from app.routes.desk import Desk
from app.routes.pages import page
from app.routes.pay.cart_form import NOTHING_REFUSED, Refused
from app.routes.pay.payer import mark_of, payer_of, remember_browser
from app.routes.visitor import PUBLIC, staff_of
from app.rules.boots.states import BootStatus
from app.rules.errors import Missing
from app.rules.people.access import Permission
from app.rules.wording import N_


@get("/b/{token:str}", opt={PUBLIC: True})
async def show_case(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """Where the QR code leads, in every state of the boot (rule C8)."""
    return await draw_case(request, token, desk, "pay/show.html")


@get("/b/{token:str}/mine", opt={PUBLIC: True})
async def show_own_case(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """Where a mailed link leads once the boot is back: to this payer's own case (rule C8)."""
    return await draw_case(request, token, desk, "pay/show.html", own_only=True)


@get("/b/{token:str}/status", opt={PUBLIC: True})
async def follow_case(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """The part of the page that changes by itself."""
    return await draw_case(request, token, desk, "pay/_status.html")


async def draw_case(
    request: Request[Any, Any, Any],
    token: str,
    desk: Desk,
    template: str,
    *,
    status: int = 200,
    refused: Refused = NOTHING_REFUSED,
    asked_too_soon: str | None = None,
    own_only: bool = False,
) -> Response[str]:
    """Draw the case; `refused` is what a refused form must show again. Raises `Missing`.

    `asked_too_soon` is "minute" or "day" when the code was asked for again within that limit.
    """
    found = await pay_page(
        token,
        payer_of(request, desk),
        await cached_system_settings(),
        now(),
        own_only=own_only,
        also=refused.also or (),
    )
    if found is None:
        raise Missing(
            N_("We know no boot with this label."),
            next_step=N_(
                "Compare the address with the one printed below the square code, or call us."
            ),
        )
    case, shown = found
    # Staff who scan during a stock take count the boot here; the button posts (rule B18).
    me = staff_of(request)
    may_count = me is not None and me.may(Permission.count_boots)
    counting = await running_take(case.boot_id) if may_count else None
    if case.label_replaced and shown.state != "over":
        issued = case.status is BootStatus.issued
        return await page(
            request,
            "pay/replaced.html",
            status=410,
            issued=issued,
            counting=counting,
            count_url=f"/b/{token}/count",
            count_name=case.boot_name,
        )
    left = request.query_params.get("left") and shown.notice in {None, "declined"}
    if left and shown.state == "to_pay":
        shown = replace(shown, notice="abandoned")
    shown = replace(shown, asked_too_soon=asked_too_soon)
    shown = await _with_code(shown, desk)
    if shown.receipt_of:
        shown = replace(shown, receipt_href=receipt_path(*shown.receipt_of, desk.signer.sign))
    if me is not None:
        shown = replace(shown, staff_href=f"/boots/{case.boot_id}")
    answer = await page(
        request,
        template,
        status=status,
        case=shown,
        alone=template == "pay/_status.html",
        values={"email": refused.email if refused is not NOTHING_REFUSED else shown.own_email},
        errors=refused.errors,
        suggestion=refused.suggestion,
        promising=refused.promising,
        changed=refused.changed,
        counting=counting,
        count_url=f"/b/{token}/count",
        count_name=case.boot_name,
    )
    if shown.state == "to_pay":
        remember_browser(request, answer, desk, mark_of(request, desk))
    return answer


async def _with_code(shown: PayPage, desk: Desk) -> PayPage:
    if not shown.shows_code:
        return shown
    code = desk.vault.open(shown.boot_id, await sealed_code(shown.boot_id))
    return replace(shown, code=code)

"""One payment: the facts, its tickets, and everything that happened with it."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.reads.payments.one_payment import one_payment, refund_href
from app.reads.payments.payment_history import payment_history
from app.reads.receipts.receipt_link import receipt_path
from app.routes.desk import Desk
from app.routes.pages import page
from app.routes.visitor import PERMISSION, staff_of
from app.rules.people.access import Permission


@get("/payments/{payment_id:int}", opt={PERMISSION: Permission.see_reports})
async def show_payment(
    request: Request[Any, Any, Any], payment_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[str]:
    """The page of one payment. Raises `Missing`."""
    payment = await one_payment(payment_id)
    me = staff_of(request)
    may_change = me is not None and me.may(Permission.change_payer_email)
    may_refund = me is not None and me.may(Permission.refund)
    return await page(
        request,
        "payments/show.html",
        payment=payment,
        history=await payment_history(payment_id),
        refund_href=refund_href(payment) if may_refund else None,
        email_href=f"/payments/{payment_id}/email" if may_change else None,
        goodwill_href=f"/payments/{payment_id}/goodwill"
        if payment.settled_at and me is not None and me.may(Permission.refund_beyond_deposit)
        else None,
        receipt_href=receipt_path(payment.reference, payment.link_version, desk.signer.sign)
        if payment.receipt_number
        else None,
    )

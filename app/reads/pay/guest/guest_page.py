"""Everything the page behind number and PIN shows, in every state of the ticket."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.clock import local_day
from app.reads.pay.cart import cart_at
from app.reads.pay.guest.guest_ticket import GuestTicket, guest_ticket, released_by
from app.reads.pay.payer.payers import (
    Payer,
    PayersPayment,
    latest_receipt_mail,
    payment_of_ticket,
)
from app.reads.pay.shown_cart import ShownCart, shown_cart
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.emails import mask_email
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.plates import mask_plate
from app.rules.violations.states import ViolationStatus


@dataclass(frozen=True)
class GuestPage:
    """The context of pay/_guest.html; the template's head explains each field."""

    url: str
    number: str
    state: str
    plate_masked: str
    street: str
    issued_at: datetime
    currency: str
    boot_name: str = ""
    final: bool = True
    notice: str | None = None
    cart: ShownCart | None = None
    own_email: str = ""
    sent_to: str | None = None
    email_of: str = ""
    mail: str | None = None
    missing_cents: int = 0
    paid_at: datetime | None = None
    paid_cents: int = 0
    code_href: str | None = None
    receipt_of: tuple[str, int] | None = None
    receipt_href: str | None = None
    paid_twice: bool = False
    paid_way: str = "card"


async def guest_page(
    violation_id: int,
    path: str,
    payer: Payer,
    settings: SystemSettings,
    now: datetime,
    *,
    also: Collection[int] | None = None,
) -> GuestPage | None:
    """The page at `path`, or None for an unknown ticket.

    `also` are the tickets ticked so far; None ticks the one that was looked up.
    """
    found = await guest_ticket(violation_id, path)
    if found is None:
        return None
    mine = await payment_of_ticket(found.violation_id, found.door.assignment_id, payer)
    about = GuestPage(
        url=path,
        number=found.number,
        state="nothing",
        plate_masked=mask_plate(found.plate),
        street=found.place,
        issued_at=found.issued_at,
        currency=found.door.currency,
        boot_name=found.boot_name,
    )
    started = mine is not None and mine.status is PaymentStatus.started
    if mine and started and mine.flag == "pending":
        return replace(
            about,
            state="waiting",
            final=False,
            sent_to=mask_email(mine.email),
            email_of=mine.reference,
        )
    if not found.owing:
        return await _over(about, found, mine)
    cart = await cart_at(found.door, local_day(now, settings.time_zone))
    ticked = {violation_id} if also is None else also
    shown = shown_cart(found.door, cart, ticked, settings.time_zone)
    if not shown.payable and not shown.choices:
        return about
    return replace(
        about,
        state="to_pay",
        cart=shown,
        notice=mine.notice if mine else None,
        own_email=mine.email if mine else "",
        paid_way=mine.method if mine else "card",
        missing_cents=mine.amount_cents - mine.captured_cents if mine else 0,
        paid_cents=mine.captured_cents if mine else 0,
        final=not started,
    )


async def _over(about: GuestPage, found: GuestTicket, mine: PayersPayment | None) -> GuestPage:
    if found.status is ViolationStatus.void:
        return replace(about, state="void")
    if mine is None or mine.status is not PaymentStatus.settled:
        return replace(about, state="already_paid", paid_at=found.paid_at)
    if mine.credited_cents == 0:
        return replace(
            about,
            state="already_paid",
            paid_at=found.paid_at,
            paid_cents=mine.captured_cents,
            paid_twice=mine.captured_cents > 0,
            paid_way=mine.method,
        )
    mail = await latest_receipt_mail(mine.payment_id)
    return replace(
        about,
        state="paid",
        mail=mail,
        final=mail in {"sent", None},
        paid_at=mine.settled_at,
        paid_cents=mine.captured_cents,
        sent_to=mask_email(mine.email) if mine.email else None,
        email_of=mine.reference,
        code_href=await released_by(mine.payment_id),
        receipt_of=mine.receipt_of,
    )

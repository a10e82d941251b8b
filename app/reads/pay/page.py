"""Everything the driver's page shows, in every state of the boot."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.clock import local_day
from app.reads.pay.cart import cart_at
from app.reads.pay.case import Case, OnVehicle, door_of, find_case
from app.reads.pay.drop_off import ReturnPlace, drop_off
from app.reads.pay.payer.own_case import DepositNews, OwnCase, own_finished_case
from app.reads.pay.payer.payers import Payer, PayersPayment, latest_release_mail, payment_of_payer
from app.reads.pay.shown_cart import ShownCart, shown_cart
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.states import BootStatus
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.emails import mask_email
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.plates import mask_plate


@dataclass(frozen=True)
class PayPage:
    """The context of pay/_status.html; the template's head explains each field."""

    url: str
    boot_name: str
    state: str = "idle"
    final: bool = True
    is_payer: bool = False
    notice: str | None = None
    plate_masked: str = ""
    street: str = ""
    issued_at: datetime | None = None
    currency: str = "CAD"
    cart: ShownCart | None = None
    deposit_cents: int = 0
    missing_cents: int = 0
    cash_offered: bool = False
    promised: bool = False
    boot_id: int = 0
    shows_code: bool = False
    code: str | None = None
    paid_at: datetime | None = None
    paid_cents: int = 0
    paid_twice: bool = False
    excess_cents: int = 0
    still_checking: bool = False
    own_email: str = ""
    released_at: datetime | None = None
    sent_to: str | None = None
    email_of: str = ""
    mail: str | None = None
    may_resend: bool = False
    asked_too_soon: str | None = None
    return_due_at: datetime | None = None
    return_late: bool = False
    drop_off: ReturnPlace | None = None
    returned_at: datetime | None = None
    deposit_status: str = "none"
    paid_way: str = "card"
    deposit: DepositNews | None = None
    staff_href: str | None = None
    receipt_of: tuple[str, int] | None = None
    receipt_href: str | None = None


async def pay_page(
    token: str,
    payer: Payer,
    settings: SystemSettings,
    now: datetime,
    *,
    own_only: bool = False,
    also: Collection[int] = (),
) -> tuple[Case, PayPage] | None:
    """The page of a label, or None for an unknown token; at most 3 statements to pay (target P1).

    `shows_code` says that this browser may see the release code: it paid, the provider confirmed
    it, and the setting is on (rules S3, C4). The code itself stays sealed here. `own_only`: whoever
    followed a mailed link sees the payer's own case, never the bill of the boot's next car.
    `also` are the tickets ticked so far.
    """
    case = await find_case(token)
    if case is None:
        return None
    empty = PayPage(url=f"/b/{token}", boot_name=case.boot_name, boot_id=case.boot_id)
    on_vehicle = case.on is not None and case.status in {"issued", "released"}
    if (own_only or not on_vehicle) and (own := await own_finished_case(case.boot_id, payer)):
        return case, _over(empty, own)
    if case.on is None or case.label_replaced or not on_vehicle:
        return case, empty
    mine = await payment_of_payer(case.on.assignment_id, payer)
    if own_only and mine is None:
        return None
    if case.on.released_at is not None:
        return case, await _released(empty, case.on, mine, settings, now)
    if mine and mine.status is PaymentStatus.started and mine.flag == "pending":
        return case, _waiting(empty, case.on, mine)
    door = door_of(case, case.on)
    cart = await cart_at(door, local_day(now, settings.time_zone))
    shown = shown_cart(door, cart, also, settings.time_zone)
    return case, _to_pay(empty, case.on, mine, shown, settings)


def _about(empty: PayPage, on: OnVehicle) -> PayPage:
    return replace(
        empty,
        plate_masked=mask_plate(on.plate),
        street=on.place,
        issued_at=on.issued_at,
        currency=on.currency,
        final=False,
    )


def _over(empty: PayPage, own: OwnCase) -> PayPage:
    return replace(
        empty,
        state="over",
        is_payer=True,
        plate_masked=mask_plate(own.plate),
        currency=own.currency,
        paid_at=own.paid_at,
        paid_cents=own.paid_cents,
        returned_at=own.returned_at,
        deposit_cents=own.deposit_cents,
        deposit_status=own.deposit_status.value,
        receipt_of=own.receipt_of,
        paid_way=own.way,
        deposit=own.deposit,
        sent_to=mask_email(own.email) if own.email else None,
        email_of=own.reference,
    )


def _waiting(empty: PayPage, on: OnVehicle, mine: PayersPayment) -> PayPage:
    return replace(
        _about(empty, on),
        state="waiting",
        is_payer=True,
        sent_to=mask_email(mine.email),
        email_of=mine.reference,
    )


def _to_pay(
    empty: PayPage,
    on: OnVehicle,
    mine: PayersPayment | None,
    cart: ShownCart,
    settings: SystemSettings,
) -> PayPage:
    return replace(
        _about(empty, on),
        state="to_pay",
        notice=mine.notice if mine else None,
        missing_cents=mine.amount_cents - mine.captured_cents if mine else 0,
        paid_cents=mine.captured_cents if mine else 0,
        own_email=mine.email if mine else "",
        paid_way=mine.method if mine else "card",
        cart=cart,
        deposit_cents=cart.deposit_cents,
        cash_offered=settings.cash_offered,
        promised=mine is not None and mine.promised,
        # Nothing here changes until this browser pays: an open page asks for nothing.
        final=mine is None or mine.status is not PaymentStatus.started,
    )


async def _released(
    empty: PayPage,
    on: OnVehicle,
    mine: PayersPayment | None,
    settings: SystemSettings,
    now: datetime,
) -> PayPage:
    mail = await latest_release_mail(on.assignment_id)
    own = mine is not None and mine.status is PaymentStatus.settled
    checking = mine is not None and mine.status is PaymentStatus.started
    released_mine = own and mine is not None and mine.payment_id == on.release_payment_id
    return replace(
        _about(empty, on),
        state="released",
        is_payer=own,
        shows_code=released_mine and settings.show_code_on_screen,
        paid_at=mine.settled_at if own and mine else None,
        paid_cents=mine.captured_cents if own and mine else 0,
        paid_way=mine.method if mine else "card",
        paid_twice=_all_goes_back(mine) and not released_mine,
        excess_cents=_excess_cents(mine),
        receipt_of=mine.receipt_of if own and mine else None,
        still_checking=checking,
        deposit_cents=mine.deposit_cents if own and mine else 0,
        released_at=on.released_at,
        sent_to=mask_email(on.release_email) if on.release_email else None,
        email_of=mine.reference if released_mine and mine else "",
        mail=mail,
        may_resend=bool(on.release_email) and mail in {"sent", "failed", "delayed"},
        return_due_at=on.return_due_at,
        return_late=is_boot_overdue(BootStatus.released, on.return_due_at, on.reported_at, now),
        drop_off=await drop_off(),
        # A payment still being checked ends by itself: settled and sent back, or expired.
        # One that failed may be sent again by the office while the driver waits.
        final=mail in {"sent", None} and not checking,
    )


def _all_goes_back(mine: PayersPayment | None) -> bool:
    """Money came in and none of it paid anything (rule P5)."""
    return (
        mine is not None
        and mine.status is PaymentStatus.settled
        and mine.captured_cents > 0
        and mine.credited_cents == 0
    )


def _excess_cents(mine: PayersPayment | None) -> int:
    """What was paid beyond the quote, while the quote itself was kept (rule P4)."""
    if mine is None or mine.status is not PaymentStatus.settled or mine.credited_cents == 0:
        return 0
    return max(mine.captured_cents - mine.amount_cents, 0)

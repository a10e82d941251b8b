"""One violation: what is owed, the facts, what can be done, what happened; and its printed face."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.clock import local_day, now
from app.gateways.paper.qr import qr_svg
from app.reads.dashboard.gear import gear
from app.reads.settings.system_settings import system_settings
from app.reads.violations.one_ticket import OneTicket, one_ticket
from app.reads.violations.ticket_history import ticket_history, ticket_payments
from app.routes.desk import Desk
from app.routes.flash import flash_of
from app.routes.pages import page, shown
from app.routes.violations.regions import PLATE_TYPES
from app.routes.visitor import PERMISSION, staff_of
from app.rules.errors import BootkeeperError, Conflict, NotSignedIn
from app.rules.people.access import Permission
from app.rules.people.actor import Actor
from app.rules.people.emails import mask_email
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.states import ViolationStatus, check_void
from app.rules.wording import N_

AnyRequest = Request[Any, Any, Any]
DONE_WORDS: Mapping[str, str] = {
    "written": N_("The violation is saved."),
    "void": N_("The ticket is void."),
    "review": N_("The ticket is under review. Its fees stand still."),
    "stands": N_("The ticket stands. Its dates moved later by the days of the review."),
    "dismissed": N_("The ticket is dismissed."),
}


@dataclass(frozen=True)
class TicketDeed:
    """One thing that can be done: msgids of its label and of what it will do, and its own page."""

    label: str
    what: str
    href: str
    danger: bool = False


@get("/violations/{violation_id:int}", opt={PERMISSION: Permission.see_violations})
async def show_ticket(request: AnyRequest, violation_id: FromPath[int]) -> Response[str]:
    """The page of one violation."""
    return await ticket_page(request, violation_id, done=request.query_params.get("done", ""))


@get("/violations/{violation_id:int}/ticket", opt={PERMISSION: Permission.print_violation})
async def print_ticket(
    request: AnyRequest, violation_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[str]:
    """The ticket as it is left on the car: amounts as on the day it was issued."""
    settings = await system_settings()
    ticket = await one_ticket(violation_id, today=None, now=now())
    on_car = ticket.boot if ticket.boot is not None and not ticket.boot.released else None
    pay_url = f"{desk.settings.base_url}/b/{on_car.token}" if on_car else ""
    return await page(
        request,
        "violations/ticket.html",
        ticket=ticket,
        number_text=ticket.whole if settings.print_pin else ticket.number,
        boot=on_car,
        pay_url=pay_url,
        find_url=f"{desk.settings.base_url}/pay" if settings.print_pin else "",
        qr=qr_svg(pay_url) if pay_url else None,
        back_href=f"/violations/{violation_id}",
    )


async def ticket_page(
    request: AnyRequest,
    violation_id: int,
    *,
    done: str = "",
    trouble: BootkeeperError | None = None,
) -> Response[str]:
    """The page of one violation, with the status and words of `trouble`. Raises `Missing`."""
    me = staff_of(request)
    if me is None:
        raise NotSignedIn
    settings = await system_settings()
    at = now()
    ticket = await one_ticket(violation_id, today=local_day(at, settings.time_zone), now=at)
    return await page(
        request,
        "violations/show.html",
        status=trouble.status if trouble else 200,
        ticket=ticket,
        plate_type=dict(PLATE_TYPES).get(ticket.plate_type, ticket.plate_type),
        owner_email=mask_email(ticket.owner_email) if ticket.owner_email else "",
        number_text=ticket.whole if settings.print_pin else ticket.number,
        boot=ticket.boot,
        payments=await ticket_payments(violation_id),
        history=await ticket_history(violation_id),
        actions=await _deeds(ticket, me, settings, at),
        trouble=shown(trouble) if trouble else None,
        flash=None if trouble else flash_of(DONE_WORDS, done),
    )


async def _deeds(
    ticket: OneTicket, me: Actor, settings: SystemSettings, at: datetime
) -> list[TicketDeed]:
    """What this person may do with the ticket now, and with its boot while the case is open."""
    deeds: list[TicketDeed] = []
    if ticket.boot is not None and me.role is not None:
        found = await gear(
            ticket.boot.boot_id, staff_id=me.staff_id, role=me.role, settings=settings, now=at
        )
        deeds = [TicketDeed(one.label, one.what, one.href, one.danger) for one in found.deeds]
    if me.may(Permission.take_money) and _can_be_paid(ticket):
        deeds.insert(0, _take_money(ticket))
    if me.may(Permission.review_violation) and ticket.status is not ViolationStatus.void:
        deeds.append(_decide(ticket) if ticket.under_review else _review(ticket))
    if me.may(Permission.void_violation) and _can_be_void(ticket):
        deeds.append(
            TicketDeed(
                N_("Declare the ticket void"),
                N_("Nothing is owed for it any more. A reason is asked."),
                f"/violations/{ticket.violation_id}/void",
                danger=True,
            )
        )
    return deeds


def _take_money(ticket: OneTicket) -> TicketDeed:
    return TicketDeed(
        N_("Take money"),
        N_("Opens this car at the counter: cash, a cheque or a card."),
        f"/counter/{ticket.vehicle_id}?choose=1&ticket={ticket.violation_id}",
    )


def _review(ticket: OneTicket) -> TicketDeed:
    return TicketDeed(
        N_("Put under review"),
        N_("Its fees stand still until it is decided. A boot on the car stays payable."),
        f"/violations/{ticket.violation_id}/review",
    )


def _decide(ticket: OneTicket) -> TicketDeed:
    return TicketDeed(
        N_("Decide the review"),
        N_("The ticket stands or is dismissed. A reason is asked."),
        f"/violations/{ticket.violation_id}/decide",
    )


def _can_be_paid(ticket: OneTicket) -> bool:
    """Under review only the ticket of a boot that is on the car (rule R2)."""
    booted = ticket.boot is not None and not ticket.boot.released
    return ticket.is_open and (booted or not ticket.under_review)


def _can_be_void(ticket: OneTicket) -> bool:
    try:
        check_void(ticket.status, boot_is_on=ticket.boot is not None and not ticket.boot.released)
    except Conflict:
        return False
    return True

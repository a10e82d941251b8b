"""Put a ticket under review and decide it: asked before, with a reason."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.violations.decide_review import Ruling, decide_review
from app.actions.violations.put_under_review import put_under_review
from app.clock import now
from app.reads.violations.one_ticket import OneTicket, one_ticket
from app.routes.assignments.asked import EMAIL, NO_EMAIL, read_email
from app.routes.boots.ask_first import REASON, Asking, Field, ask_first
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.violations.show import ticket_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid, NotAllowed
from app.rules.people.access import Permission
from app.rules.reasons import SAY_WHY
from app.rules.violations.reviews import DECISION_WORDS, ReviewDecision, check_put_under_review
from app.rules.violations.states import OWING, ViolationStatus
from app.rules.wording import N_

REVIEW = {PERMISSION: Permission.review_violation}
AnyRequest = Request[Any, Any, Any]

DECISION = Field(
    "radio",
    "decision",
    N_("Decision"),
    options=[(one.value, word) for one, word in DECISION_WORDS.items()],
)


DISMISSED_EMAIL = replace(
    EMAIL,
    hint=N_(
        "Needed when it is dismissed: the driver gets the code, the removal steps and the "
        "deadline there."
    ),
)


@get("/violations/{violation_id:int}/review", opt=REVIEW)
async def ask_review(request: AnyRequest, violation_id: FromPath[int]) -> Response[str]:
    """The question; a ticket that cannot be reviewed says why on its own page."""
    ticket = await one_ticket(violation_id, today=None, now=now())
    try:
        check_put_under_review(ticket.status, under_review=ticket.under_review)
    except Conflict as error:
        return await ticket_page(request, violation_id, trouble=error)
    return await ask_first(request, _asking_review(ticket))


@post("/violations/{violation_id:int}/review", opt=REVIEW)
async def do_review(
    request: AnyRequest, violation_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do it; refused it stays as it is and says why."""
    form = await read_form(request)
    reason = form.text("reason", most=2000)
    try:
        await put_under_review(actor_of(request), desk.bells, violation_id, reason)
    except Conflict as error:
        return await ticket_page(request, violation_id, trouble=error)
    except Invalid as error:
        ticket = await one_ticket(violation_id, today=None, now=now())
        return await ask_first(request, _asking_review(ticket), form, error)
    return Redirect(f"/violations/{violation_id}?done=review", status_code=303)


@get("/violations/{violation_id:int}/decide", opt=REVIEW)
async def ask_decision(request: AnyRequest, violation_id: FromPath[int]) -> Response[str]:
    """What the decision will do; a ticket not under review says so on its own page."""
    ticket = await one_ticket(violation_id, today=None, now=now())
    if not ticket.under_review:
        return await ticket_page(request, violation_id, trouble=Conflict(NOT_UNDER_REVIEW))
    return await ask_first(request, _asking_decision(ticket))


@post("/violations/{violation_id:int}/decide", opt=REVIEW)
async def do_decide(
    request: AnyRequest, violation_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Decide it; refused it stays as it is and says why."""
    form = await read_form(request)
    ticket = await one_ticket(violation_id, today=None, now=now())
    try:
        ruling = _read_ruling(form, asks_email=_frees_a_boot(ticket))
        await decide_review(actor_of(request), desk.bells, violation_id, ruling)
    except (Conflict, NotAllowed) as error:
        return await ticket_page(request, violation_id, trouble=error)
    except Invalid as error:
        return await ask_first(request, _asking_decision(ticket), form, error)
    return Redirect(f"/violations/{violation_id}?done={ruling.decision}", status_code=303)


CHOOSE_DECISION = N_("Choose whether it stands or is dismissed.")
NOT_UNDER_REVIEW = N_("This ticket is not under review now, so nothing was changed.")


def _read_ruling(form: Form, *, asks_email: bool) -> Ruling:
    said = form.text("decision")
    offered = {one.value: one for one in ReviewDecision}
    if said not in offered:
        form.problems.setdefault("decision", CHOOSE_DECISION)
    reason = form.required("reason", SAY_WHY)
    dismissed = said == ReviewDecision.dismissed
    email = read_email(form) if asks_email and dismissed else ""
    form.check()
    return Ruling(offered[said], reason, email)


def _frees_a_boot(ticket: OneTicket) -> bool:
    return ticket.status in OWING and ticket.boot is not None and not ticket.boot.released


def _asking_review(ticket: OneTicket) -> Asking:
    return Asking(
        title=N_("Put under review"),
        what=N_("Its fees stand still until it is decided. A boot on the car stays payable."),
        button=N_("Put the ticket under review"),
        href=f"/violations/{ticket.violation_id}/review",
        back_href=f"/violations/{ticket.violation_id}",
        back_text=ticket.number,
        fields=(REASON,),
        facts=_facts(ticket),
    )


def _asking_decision(ticket: OneTicket) -> Asking:
    frees = _frees_a_boot(ticket)
    what = N_("Dismissed, nothing is owed for it any more. It stands: its dates move later.")
    if frees:
        what = N_(
            "Dismissed, nothing is owed for it any more and its boot is released. "
            "It stands: its dates move later."
        )
    elif ticket.status is ViolationStatus.paid:
        what = N_(
            "Dismissed, the fine goes back to the payer. The deposit waits for the boot. "
            "It stands: nothing goes back."
        )
    return Asking(
        title=N_("Decide the review"),
        what=what,
        button=N_("Decide the review"),
        href=f"/violations/{ticket.violation_id}/decide",
        back_href=f"/violations/{ticket.violation_id}",
        back_text=ticket.number,
        fields=(DECISION, REASON, *((DISMISSED_EMAIL, NO_EMAIL) if frees else ())),
        facts=_facts(ticket),
    )


def _facts(ticket: OneTicket) -> tuple[tuple[str, str], ...]:
    return (
        (N_("Ticket"), ticket.number),
        (N_("Plate"), ticket.plate),
        (N_("Place"), ticket.street),
    )

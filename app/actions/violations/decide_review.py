"""Staff decide a review: the ticket stands, or it is dismissed with all that follows."""

from dataclasses import dataclass

from app.actions.steps.assignments.void_debt import void_debt
from app.actions.steps.judge_release import judge_release
from app.actions.steps.release_boot import Release, release_boot
from app.actions.steps.take_turn import take_turn
from app.actions.steps.violations.return_fine import return_fine
from app.actions.steps.violations.reviewed import Reviewed, reviewed
from app.actions.steps.work import Bells, Work, work
from app.clock import local_day
from app.reads.settings.system_settings import system_settings
from app.rules.boots.release import ReleaseBasis
from app.rules.money.fees import shift_after_review
from app.rules.people.access import Permission
from app.rules.people.actor import Actor
from app.rules.people.emails import clean_email
from app.rules.reasons import clean_reason
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.reviews import ReviewDecision, check_decide
from app.rules.violations.states import ViolationStatus
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation


@dataclass(frozen=True)
class Ruling:
    """The decision and why; `email` gets the code of a boot that goes free by it, "" in person."""

    decision: ReviewDecision
    reason: str
    email: str = ""


async def decide_review(actor: Actor, bells: Bells, violation_id: int, ruling: Ruling) -> None:
    """End the review (rules M6, R6, V15).

    It stands: both dates move later by the days it took. Dismissed: an unpaid ticket is void, and
    a boot waiting for it is released on the basis of a hearing; a paid one stays paid and its
    fine goes back. Raises `Missing`, `Invalid` on `reason` and `email`, `Conflict`, `NotAllowed`.
    """
    reason = clean_reason(ruling.reason)
    email = clean_email(ruling.email) if ruling.email else ""
    async with work(actor, bells) as doing:
        await take_turn([(await reviewed(violation_id)).vehicle_id])
        ticket = await reviewed(violation_id)
        check_decide(
            ruling.decision,
            ticket.status,
            under_review=ticket.since_on is not None,
            may_refund_fines=actor.may(Permission.refund_beyond_deposit),
        )
        settings = await system_settings()
        await _end(doing, violation_id, ticket, settings)
        await doing.record(
            "decide_review",
            "violation",
            violation_id,
            after={"decision": ruling.decision.value},
            reason=reason,
        )
        if ruling.decision is ReviewDecision.dismissed:
            if ticket.status is ViolationStatus.paid:
                await return_fine(doing, violation_id)  # nothing when it was dismissed before
            else:
                await void_debt(doing, violation_id, reason)
                await _let_go(doing, violation_id, reason, email, settings)
        await judge_release(doing, [ticket.vehicle_id], settings)


async def _end(doing: Work, violation_id: int, ticket: Reviewed, settings: SystemSettings) -> None:
    today = local_day(doing.at, settings.time_zone)
    since_on = ticket.since_on or today
    discount_until_on, overdue_after_on = shift_after_review(
        ticket.discount_until_on,
        ticket.overdue_after_on,
        since_on=since_on,
        # A zone changed meanwhile may make today an earlier day than the one it began on.
        ended_on=max(today, since_on),
    )
    await Violation.update(
        {
            Violation.under_review: False,
            Violation.under_review_since_on: None,
            Violation.discount_until_on: discount_until_on,
            Violation.overdue_after_on: overdue_after_on,
        }
    ).where(Violation.id == violation_id)


async def _let_go(
    doing: Work, violation_id: int, reason: str, email: str, settings: SystemSettings
) -> None:
    held = (
        await BootAssignment.select(BootAssignment.id, BootAssignment.boot)
        .where(
            BootAssignment.violation == violation_id,
            BootAssignment.closed_at.is_null(),
            BootAssignment.released_at.is_null(),
        )
        .first()
    )
    if held is None:
        return
    await release_boot(
        doing,
        held["id"],
        held["boot"],
        Release(
            basis=ReleaseBasis.hearing,
            email=email,
            language=settings.language,
            reason=reason,
        ),
        settings,
    )

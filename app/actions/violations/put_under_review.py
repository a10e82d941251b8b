"""Staff take a ticket under review: its clock stands still until they decide."""

from app.actions.steps.judge_release import judge_release
from app.actions.steps.take_turn import take_turn
from app.actions.steps.violations.reviewed import reviewed
from app.actions.steps.work import Bells, work
from app.clock import local_day
from app.reads.settings.system_settings import system_settings
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.rules.violations.reviews import check_put_under_review
from app.tables.street.violation import Violation


async def put_under_review(actor: Actor, bells: Bells, violation_id: int, reason: str) -> None:
    """Mark it and stop its fees; a boot on the car stays payable as it is (rules M6, R2, V15).

    An overdue ticket under review is not required any more, so the car's boots are judged.
    Raises `Missing`; `Invalid` on `reason`; `Conflict` when it is void or under review.
    """
    reason = clean_reason(reason)
    async with work(actor, bells) as doing:
        await take_turn([(await reviewed(violation_id)).vehicle_id])
        ticket = await reviewed(violation_id)
        check_put_under_review(ticket.status, under_review=ticket.since_on is not None)
        settings = await system_settings()
        since_on = local_day(doing.at, settings.time_zone)
        await Violation.update(
            {Violation.under_review: True, Violation.under_review_since_on: since_on}
        ).where(Violation.id == violation_id)
        await doing.record(
            "put_under_review",
            "violation",
            violation_id,
            after={"since_on": since_on.isoformat()},
            reason=reason,
        )
        await judge_release(doing, [ticket.vehicle_id], settings)

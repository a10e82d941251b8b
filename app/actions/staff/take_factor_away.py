"""Take the one-time codes of somebody who lost the phone away."""

from app.actions.steps.staff.forget_factor import forget_factor
from app.actions.steps.staff.hold_person import hold_person
from app.actions.steps.staff.refuse_who_lost_the_right import refuse_who_lost_the_right
from app.actions.steps.work import Bells, work
from app.rules.errors import Conflict, Missing
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.people.staff import Staff
from app.tables.people.staff_session import StaffSession


async def take_factor_away(actor: Actor, bells: Bells, staff_id: int, *, reason: str) -> None:
    """The person signs in with the password alone again, and every session ends (rule S12).

    Raises `Missing`; `NotAllowed` when the actor has just lost the right; `Conflict` for oneself
    and for who has no one-time codes.
    """
    async with work(actor, bells) as doing:
        await refuse_who_lost_the_right(actor)
        if not await Staff.exists().where(Staff.id == staff_id):
            raise Missing
        if actor.staff_id == staff_id:
            raise Conflict(
                N_("This is your own account, so nothing was changed."),
                next_step=N_("Your own one-time codes are under My account."),
            )
        await hold_person(staff_id)
        if not await forget_factor(staff_id):
            raise Conflict(N_("This person has no one-time codes, so nothing was changed."))
        await StaffSession.delete().where(StaffSession.staff == staff_id)
        await doing.record("take_factor_away", "staff", staff_id, reason=reason)

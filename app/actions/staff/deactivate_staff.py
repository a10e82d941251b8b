"""Keep a member of staff from signing in, and sign the person out everywhere."""

from app.actions.steps.staff.change_person import change_person
from app.actions.steps.work import Bells, work
from app.rules.people.actor import Actor
from app.tables.people.staff_session import StaffSession


async def deactivate_staff(actor: Actor, bells: Bells, staff_id: int) -> None:
    """The person stays in the history, and every session ends at once (rules S5, S10).

    Raises `Missing`, and `Conflict` for oneself and the last active administrator.
    """
    async with work(actor, bells) as doing:
        await change_person(actor, staff_id, active=False)
        await StaffSession.delete().where(StaffSession.staff == staff_id)
        await doing.record(
            "deactivate_staff",
            "staff",
            staff_id,
            before={"active": True},
            after={"active": False},
        )

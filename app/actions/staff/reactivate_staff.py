"""Let a member of staff who was deactivated sign in again."""

from app.actions.steps.staff.change_person import change_person
from app.actions.steps.work import Bells, work
from app.rules.people.actor import Actor
from app.tables.people.staff_session import StaffSession


async def reactivate_staff(actor: Actor, bells: Bells, staff_id: int) -> None:
    """The person signs in anew with the same password (rule S10). Raises `Missing`, `Conflict`."""
    async with work(actor, bells) as doing:
        await change_person(actor, staff_id, active=True)
        # One may have been opened by a sign-in that had read the person before the deactivation.
        await StaffSession.delete().where(StaffSession.staff == staff_id)
        await doing.record(
            "reactivate_staff",
            "staff",
            staff_id,
            before={"active": False},
            after={"active": True},
        )

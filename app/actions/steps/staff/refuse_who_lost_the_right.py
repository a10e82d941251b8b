"""Ask once more, inside the transaction, whether the actor may still manage staff."""

from app.rules.errors import NotAllowed
from app.rules.people.access import Permission, Role, may
from app.rules.people.actor import Actor
from app.tables.people.staff import Staff


async def refuse_who_lost_the_right(actor: Actor) -> None:
    """The guard asked before the turn was taken; meanwhile the actor may have been deactivated.

    Raises `NotAllowed`.
    """
    if actor.staff_id is None:
        return
    row = await Staff.select(Staff.role, Staff.active).where(Staff.id == actor.staff_id).first()
    if row is None or not row["active"] or not may(Role(row["role"]), Permission.manage_staff):
        raise NotAllowed

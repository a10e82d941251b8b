"""Change one member of staff, unless nobody would be left to administrate."""

from app.actions.steps.staff.refuse_who_lost_the_right import refuse_who_lost_the_right
from app.db import ask, hold_name
from app.rules.errors import Conflict, Missing
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.people.staff import Staff

_CHANGE = """
UPDATE staff SET role = {}, active = {} WHERE id = {} AND (
    ({} = 'admin' AND {} = 1) OR role <> 'admin' OR NOT active OR EXISTS (
        SELECT 1 FROM staff other
        WHERE other.role = 'admin' AND other.active AND other.id <> staff.id))
RETURNING id
"""


async def change_person(
    actor: Actor, staff_id: int, *, role: Role | None = None, active: bool | None = None
) -> tuple[Role, bool]:
    """Give a person another role or state; return what stood before (rule S10).

    Inside a transaction. Raises `Missing`; `NotAllowed` when the actor has just lost the right;
    `Conflict` for oneself, for what stands so already and for the last active administrator.
    """
    # Two administrators who deactivate each other at once would each still see the other.
    await hold_name("staff")
    person = await Staff.select(Staff.role, Staff.active).where(Staff.id == staff_id).first()
    if person is None:
        raise Missing
    await refuse_who_lost_the_right(actor)
    if actor.staff_id == staff_id:
        raise Conflict(
            N_("This is your own account, so nothing was changed."),
            next_step=N_("Ask another administrator."),
        )
    before = Role(person["role"]), bool(person["active"])
    after = role or before[0], before[1] if active is None else active
    if after == before:
        raise Conflict(N_("Somebody else did this a moment ago, so nothing was changed."))
    kept = int(after[1])
    if not await ask(_CHANGE, after[0].value, after[1], staff_id, after[0].value, kept):
        raise Conflict(
            N_("This is the last active administrator, so nothing was changed."),
            next_step=N_("Make somebody else an administrator first."),
        )
    return before

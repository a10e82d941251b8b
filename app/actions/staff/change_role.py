"""Give a member of staff another role."""

from app.actions.steps.staff.change_person import change_person
from app.actions.steps.work import Bells, work
from app.rules.people.access import Role
from app.rules.people.actor import Actor


async def change_role(actor: Actor, bells: Bells, staff_id: int, role: Role) -> None:
    """What the person may do changes with the next click (rule S1).

    Raises `Missing`, and `Conflict` for oneself and the last active administrator (rule S10).
    """
    async with work(actor, bells) as doing:
        before, _ = await change_person(actor, staff_id, role=role)
        await doing.record(
            "change_role",
            "staff",
            staff_id,
            before={"role": before.value},
            after={"role": role.value},
        )

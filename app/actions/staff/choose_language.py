"""A member of staff chooses the language to read."""

from app.actions.steps.work import Bells, work
from app.rules.people.actor import Actor
from app.tables.people.staff import Staff


async def choose_language(actor: Actor, bells: Bells, language: str) -> None:
    """Keep `language` with the person, for every browser they sign in with (rule S11).

    Not audited: it changes what one person reads, and nothing that anybody answers for.
    """
    async with work(actor, bells):
        await Staff.update({Staff.language: language}).where(Staff.id == actor.staff_id)

"""Add a ticket category, give one another name or take it out of use."""

from app.actions.steps.work import Bells, work
from app.rules.errors import Invalid, Missing, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.street.ticket_category import TicketCategory

LONGEST_NAME = 80


async def save_category(
    actor: Actor, bells: Bells, category_id: int | None, name: str, *, active: bool = True
) -> int:
    """Return the category's id; `category_id` None adds one.

    What is in a category that is not `active` is not offered at entry (rule V11); tickets already
    written keep it. Raises `Missing`; `Invalid` on `name` when it is empty, too long or in use.
    """
    name = " ".join(name.split())
    if not name:
        raise Invalid(fields={"name": N_("Enter a name, for example Meters.")})
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(fields={"name": N_("Use at most 80 characters, without invisible ones.")})
    try:
        async with work(actor, bells) as doing:
            if category_id is None:
                rows = await TicketCategory.insert(
                    TicketCategory(name=name, active=active)
                ).returning(TicketCategory.id)
                saved_id = int(rows[0]["id"])
                await doing.record("add_category", "category", saved_id, after={"name": name})
                return saved_id
            old = await TicketCategory.select().where(TicketCategory.id == category_id).first()
            if old is None:
                raise Missing
            before = {"name": old["name"], "active": old["active"]}
            after = {"name": name, "active": active}
            if before != after:
                await TicketCategory.update(
                    {TicketCategory.name: name, TicketCategory.active: active}
                ).where(TicketCategory.id == category_id)
                await doing.record(
                    "edit_category", "category", category_id, before=before, after=after
                )
            return category_id
    except Taken as taken:
        raise Invalid(fields={"name": N_("There is a category of this name already.")}) from taken

"""Add a booting device to the inventory."""

from app.actions.steps.boots.clean_boot import BootFacts, clean_boot
from app.actions.steps.boots.store_boots import store_boots
from app.actions.steps.work import Bells, work
from app.gateways.vault import Vault
from app.rules.boots.names import NAME_IN_USE
from app.rules.errors import Invalid, Taken
from app.rules.people.actor import Actor


async def add_boot(actor: Actor, bells: Bells, vault: Vault, facts: BootFacts) -> int:
    """Insert an available boot with its sealed code and first label; returns its id.

    Rules B13, C1 and C5. Raises `Invalid` on `name`, `code` and the details.
    """
    facts = clean_boot(facts, code_required=True)
    try:
        async with work(actor, bells) as doing:
            [boot_id] = await store_boots(doing, vault, [facts])
    except Taken:
        raise Invalid(fields={"name": NAME_IN_USE}) from None
    return boot_id

"""Add a booting device to the inventory."""

from app.actions.steps.boots.clean_boot import BootFacts, clean_boot
from app.actions.steps.boots.new_label import new_label
from app.actions.steps.work import Bells, work
from app.gateways.vault import Vault
from app.rules.boots.names import name_key
from app.rules.boots.states import BootStatus
from app.rules.errors import Invalid, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.boots.boot import Boot

NAME_IN_USE = N_("Another boot has this name. Choose a name of its own.")


async def add_boot(actor: Actor, bells: Bells, vault: Vault, facts: BootFacts) -> int:
    """Insert an available boot with its sealed code and first label; returns its id.

    Rules B13, C1 and C5. Raises `Invalid` on `name`, `code` and the details.
    """
    facts = clean_boot(facts, code_required=True)
    try:
        async with work(actor, bells) as doing:
            rows = await Boot.insert(
                Boot(
                    name=facts.name,
                    name_key=name_key(facts.name),
                    status=BootStatus.available.value,
                    model=facts.model,
                    colour=facts.colour,
                    serial=facts.serial,
                    notes=facts.notes,
                    replacement_cents=facts.replacement_cents,
                    code_changed_at=doing.at,
                    created_at=doing.at,
                )
            ).returning(Boot.id)
            boot_id = int(rows[0]["id"])
            # Only now: the seal holds the boot's id, so that swapped rows are seen.
            await Boot.update({Boot.sealed_code: vault.seal(boot_id, facts.code)}).where(
                Boot.id == boot_id
            )
            await new_label(doing, boot_id, version=1)
            await doing.record("add_boot", "boot", boot_id, after={"name": facts.name})
            doing.touch(boot_id)
    except Taken:
        raise Invalid(fields={"name": NAME_IN_USE}) from None
    return boot_id

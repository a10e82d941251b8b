"""Add all boots of a checked list, or none."""

from app.actions.steps.boots.judge_import import judge_import
from app.actions.steps.boots.store_boots import store_boots
from app.actions.steps.work import Bells, work
from app.db import hold_name
from app.gateways.vault import Vault
from app.rules.errors import Conflict, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.records.audit_event import AuditEvent

# The audit's own line of an import carries its number, and so remembers that it was done.


async def import_boots(actor: Actor, bells: Bells, vault: Vault, *, number: int, text: str) -> int:
    """Add every boot of the CSV `text` in one transaction; returns how many (rules B17, C1, C5).

    `number` was drawn when the list was checked: the second time nothing happens and 0 comes back.
    Raises `Conflict` when the inventory no longer takes every row, `Invalid` for an unreadable
    `text`.
    """
    try:
        async with work(actor, bells) as doing:
            # The same form sent twice waits here for its twin and then finds its line.
            await hold_name("boot import")
            if await _was_done(number):
                return 0
            rows = await judge_import(text)
            if any(row.problems for row in rows):
                raise _changed()
            made = await store_boots(doing, vault, [row.facts for row in rows])
            await doing.record("import_boots", "boot_import", number, after={"boots": len(made)})
    except Taken:
        raise _changed() from None
    return len(made)


async def _was_done(number: int) -> bool:
    return await AuditEvent.exists().where(
        AuditEvent.subject == "boot_import",
        AuditEvent.subject_id == number,
        AuditEvent.verb == "import_boots",
    )


def _changed() -> Conflict:
    return Conflict(
        N_("The inventory has changed since this list was checked. Nothing was imported."),
        next_step=N_("Look at the rows below, mend your list and check it again."),
    )

"""Correct what is written down about a boot."""

from app.actions.steps.boots.clean_boot import BootFacts, clean_boot
from app.actions.steps.boots.store_code import store_code
from app.actions.steps.work import Bells, Work, work
from app.gateways.vault import Vault
from app.rules.boots.names import NAME_IN_USE, name_key
from app.rules.errors import Conflict, Invalid, Missing, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.boots.boot import Boot

_KEPT_IN_AUDIT = ("name", "model", "colour", "serial", "notes", "replacement_cents")


async def edit_boot(
    actor: Actor,
    bells: Bells,
    vault: Vault,
    boot_id: int,
    facts: BootFacts,
    *,
    version: int | None = None,
    confirmed: bool = False,
) -> None:
    """Save name and details, and the code when `facts.code` is not empty (rules B13, C3).

    `version` is the boot's revision when the form was opened; with another one now somebody else
    was faster and `Conflict` is raised. Raises `Missing`, and `Invalid` on `name`, `code`, the
    details, and on `confirm_code` while the boot is issued or released and `confirmed` is False.
    """
    facts = clean_boot(facts, code_required=False)
    try:
        async with work(actor, bells) as doing:
            await _save_details(doing, boot_id, facts, version)
            if facts.code:
                await store_code(doing, vault, boot_id, facts.code, confirmed=confirmed)
    except Taken:
        raise Invalid(fields={"name": NAME_IN_USE}) from None


async def _save_details(doing: Work, boot_id: int, facts: BootFacts, version: int | None) -> None:
    columns = [getattr(Boot, word) for word in _KEPT_IN_AUDIT]
    before = await Boot.select(*columns).where(Boot.id == boot_id).first()
    if before is None:
        raise Missing
    after = {word: getattr(facts, word) for word in _KEPT_IN_AUDIT}
    guard = [Boot.id == boot_id] + ([] if version is None else [Boot.revision == version])
    won = (
        await Boot.update(
            {
                **{getattr(Boot, word): value for word, value in after.items()},
                Boot.name_key: name_key(facts.name),
            }
        )
        .where(*guard)
        .returning(Boot.id)
    )
    if not won:
        raise Conflict(
            N_("Somebody else changed this boot while you were writing."),
            next_step=N_("Your entry is kept below. Compare, then save again."),
        )
    changed = [word for word, value in after.items() if before[word] != value]
    if changed:
        await doing.record(
            "edit_boot",
            "boot",
            boot_id,
            before={word: before[word] for word in changed},
            after={word: after[word] for word in changed},
        )
        doing.touch(boot_id)

"""Record the new release code that was set on a device."""

from app.actions.steps.boots.store_code import store_code
from app.actions.steps.work import Bells, work
from app.gateways.vault import Vault
from app.rules.boots.codes import clean_code
from app.rules.people.actor import Actor


async def record_code(
    actor: Actor, bells: Bells, vault: Vault, boot_id: int, *, code: str, confirmed: bool
) -> None:
    """Change what is stored and sent from now on, never the device (rule C3).

    Raises `Missing`, `Invalid` on `code`, and on `confirm_code` while the boot is issued or
    released and `confirmed` is False.
    """
    code = clean_code(code, "code")
    async with work(actor, bells) as doing:
        await store_code(doing, vault, boot_id, code, confirmed=confirmed)

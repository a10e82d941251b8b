"""Make new recovery codes for oneself."""

from app.actions.steps.staff.count_code_try import count_code_try
from app.actions.steps.staff.store_recovery_codes import store_recovery_codes
from app.actions.steps.staff.win_code import win_code
from app.actions.steps.work import Bells, work
from app.clock import now
from app.db import transaction
from app.gateways.vault import Vault
from app.rules.errors import NotSignedIn
from app.rules.people.actor import Actor


async def renew_recovery_codes(
    actor: Actor, bells: Bells, vault: Vault, *, code: str
) -> tuple[str, ...]:
    """Return ten new ones, to be shown once; the old ones are worth nothing (rule S12).

    Raises `Invalid` for a wrong code, `TooMany` after too many of them (rule S9).
    """
    if actor.staff_id is None:
        raise NotSignedIn
    at = now()
    async with transaction():
        await count_code_try(actor.staff_id, at)
    async with work(actor, bells) as doing:
        await win_code(doing, vault, actor.staff_id, code, tried=at)
        codes = await store_recovery_codes(actor.staff_id)
        await doing.record("renew_recovery_codes", "staff", actor.staff_id)
    return codes

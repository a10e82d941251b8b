"""Turn one's own one-time codes off."""

from app.actions.steps.staff.count_code_try import count_code_try
from app.actions.steps.staff.forget_factor import forget_factor
from app.actions.steps.staff.win_code import win_code
from app.actions.steps.work import Bells, work
from app.clock import now
from app.db import transaction
from app.gateways.vault import Vault
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Conflict, NotSignedIn
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.rules.wording import N_


async def turn_off_factor(actor: Actor, bells: Bells, vault: Vault, *, code: str) -> None:
    """A code proves that it is the person (rule S12).

    Raises `Conflict` for an administrator while the codes are compulsory, `Invalid` for a wrong
    code, `TooMany` after too many of them (rule S9).
    """
    if actor.staff_id is None:
        raise NotSignedIn
    at = now()
    if actor.role is Role.admin and (await system_settings()).second_factor_admins:
        raise Conflict(
            N_("Administrators must have one-time codes here, so they stay on."),
            next_step=N_("For a new phone ask another administrator to take the old ones away."),
        )
    async with transaction():
        await count_code_try(actor.staff_id, at)
    async with work(actor, bells) as doing:
        await win_code(doing, vault, actor.staff_id, code, tried=at)
        await forget_factor(actor.staff_id)
        await doing.record("turn_off_factor", "staff", actor.staff_id)

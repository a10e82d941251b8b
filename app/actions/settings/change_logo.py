"""Keep a new logo of the organisation."""

import asyncio
from importlib import import_module

from app.actions.steps.swap_logo import swap_logo
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import forget_cached_settings
from app.rules.errors import Invalid
from app.rules.people.actor import Actor
from app.rules.settings.logos import FIELD, NO_LOGO, LogoForms


async def change_logo(actor: Actor, bells: Bells, content: bytes, *, seen: str) -> bool:
    """Return whether it is another one than before (rules S5, S6).

    `content` is the file; what is kept is drawn anew. `seen` is the setting's value as the page
    showed it. Raises `Invalid` on the setting's key, `Conflict` when somebody changed it meanwhile.
    """
    if not content:
        raise Invalid(fields={FIELD: NO_LOGO})
    forms = await asyncio.to_thread(_drawn, content)
    async with work(actor, bells) as doing:
        changed = await swap_logo(doing, forms, seen=seen)
    forget_cached_settings()
    return changed


def _drawn(content: bytes) -> LogoForms:
    """See `app.gateways.logos.logo_forms`, which brings a library that few processes need."""
    forms: LogoForms = import_module("app.gateways.logos").logo_forms(content)
    return forms

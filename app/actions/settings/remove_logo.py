"""Go back to the product's own mark."""

from app.actions.steps.swap_logo import swap_logo
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import forget_cached_settings
from app.rules.people.actor import Actor


async def remove_logo(actor: Actor, bells: Bells, *, seen: str) -> bool:
    """Return whether there was one (rules S5, S6). Raises `Conflict` as `change_logo` does."""
    async with work(actor, bells) as doing:
        changed = await swap_logo(doing, None, seen=seen)
    forget_cached_settings()
    return changed

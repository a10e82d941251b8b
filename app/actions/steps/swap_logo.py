"""Put a logo, or none, in the place of the one that the page showed."""

from app.actions.steps.store_setting import store_setting
from app.actions.steps.work import Work
from app.db import hold_name
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Conflict
from app.rules.settings.logos import FIELD, LogoForms
from app.rules.wording import N_
from app.tables.records.logo import Logo


async def swap_logo(doing: Work, new: LogoForms | None, *, seen: str) -> bool:
    """Return whether that changes anything; `seen` is the setting's value on the page (rule S6).

    The old logo is gone then. The audit tells how large they are in all their sizes. Raises
    `Conflict` when somebody changed it meanwhile.
    """
    await hold_name(FIELD)
    stored = (await system_settings()).organisation_logo
    name = str(new.name) if new else ""
    if stored == name:
        return False
    if stored != seen:
        raise Conflict(
            N_("Somebody else has changed the logo meanwhile. The one shown now is theirs."),
            next_step=N_("Choose yours again if it shall stand in its place."),
        )
    before = await _told()
    await Logo.delete(force=True)
    if new is not None:
        await Logo.insert(
            Logo(
                mark=new.name.mark,
                page=new.page,
                mail_kind=new.mail_kind,
                mail=new.mail,
                paper=new.paper,
                added_by=doing.actor.staff_id,
                added_at=doing.at,
            )
        )
    await store_setting(doing, FIELD, name, before=before, after=await _told())
    return True


async def _told() -> str:
    """Never the bytes themselves: how many, and in which picture."""
    rows = await Logo.raw(
        "SELECT mark, LENGTH(page) + LENGTH(mail) + LENGTH(paper) AS size FROM logo"
    )
    return f"{rows[0]['mark']}, {rows[0]['size'] / 1000:.1f} kB" if rows else ""

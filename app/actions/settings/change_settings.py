"""Save the System Settings page: what changed, and nothing else."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from app.actions.steps.store_setting import store_setting
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import forget_cached_settings, system_settings
from app.reads.violations.last_number import last_number_row
from app.rules.errors import Invalid
from app.rules.people.actor import Actor
from app.rules.settings.catalogue import CATALOGUE, check_change, parse_settings
from app.rules.wording import N_
from app.tables.people.staff_factor import StaffFactor
from app.tables.street.violation import Violation

CHANGED_MEANWHILE = N_(
    "Somebody else changed this meanwhile. Your entry is kept: save again if it is to count."
)


async def change_settings(
    actor: Actor,
    bells: Bells,
    typed: Mapping[str, object],
    *,
    shown: Mapping[str, object] | None = None,
    next_number_shown: str = "",
) -> tuple[str, ...]:
    """Return the keys that changed, each audited with its value before and after (rules S5, S6).

    `typed` is the whole form: a switch left out is off; a setting that is not on the form, the logo
    too, keeps its value. `shown` is the same form as the page showed it: what was left untouched
    stays as it is stored by now, and what somebody else has changed meanwhile too is refused by
    `CHANGED_MEANWHILE`. `next_number_shown` is what the page showed: tickets written since then
    move it on, and an untouched field changes nothing. Raises `Invalid` with every faulty key;
    nothing is saved then. Who makes one-time codes compulsory has them already (rule S12), so at
    least one administrator can sign in whatever happens.
    """
    elsewhere = {key for key, rule in CATALOGUE.items() if not rule.on_form}
    now_stored = asdict(await system_settings())
    kept = {key: now_stored[key] for key in elsewhere}
    entered = asdict(parse_settings({**typed, **kept}))
    seen = asdict(parse_settings({**shown, **kept})) if shown else None
    async with work(actor, bells) as doing:
        stored = await system_settings()
        new = parse_settings(_beside_others(entered, seen, asdict(stored)) if seen else entered)
        rows_taken = await last_number_row()
        # Stored is the number of the first ticket; shown and typed is that of the next one.
        old = replace(stored, next_number=stored.next_number + rows_taken)
        if str(new.next_number) == next_number_shown:
            new = replace(new, next_number=old.next_number)
        check_change(old, new, tickets_exist=await Violation.exists())
        if new.second_factor_admins and not old.second_factor_admins:
            await _refuse_without_own_factor(actor)
        new = replace(new, next_number=new.next_number - rows_taken)
        before = asdict(stored)
        # Who changed the logo since then is not overruled by a page that only shows it.
        after = asdict(new) | {key: before[key] for key in elsewhere}
        changed = tuple(key for key in after if after[key] != before[key])
        for key in changed:
            await store_setting(doing, key, after[key], before=before[key], after=after[key])
    forget_cached_settings()
    return changed


def _beside_others(
    entered: Mapping[str, object], seen: Mapping[str, object], stored: Mapping[str, object]
) -> dict[str, object]:
    """What this person changed, on top of what others have stored since the page was opened."""
    # The next number moves on by itself with every ticket.
    mine = {key for key in entered if entered[key] != seen[key]} | {"next_number"}
    others = {key for key in stored if stored[key] not in (seen[key], entered[key])}
    if both := (mine & others) - {"next_number"}:
        raise Invalid(fields=dict.fromkeys(sorted(both), CHANGED_MEANWHILE))
    return {key: entered[key] if key in mine else stored[key] for key in entered}


async def _refuse_without_own_factor(actor: Actor) -> None:
    if actor.staff_id is None or await StaffFactor.exists().where(
        StaffFactor.staff == actor.staff_id
    ):
        return
    raise Invalid(
        fields={
            "second_factor_admins": N_(
                "Set up one-time codes for yourself first, under My account. Then you can ask "
                "them of every administrator."
            )
        }
    )

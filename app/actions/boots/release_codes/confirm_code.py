"""Compare the code somebody read from the device with the one that is stored."""

import hmac
from datetime import timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.forgive_guess import forgive_guess
from app.actions.steps.work import Bells, Work, work
from app.gateways.vault import Vault
from app.rules.boots.codes import clean_code
from app.rules.errors import Conflict, Missing
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.boots.boot import Boot

MOST_PER_BOOT, BOOT_WINDOW = 5, timedelta(minutes=15)
MOST_PER_PERSON, PERSON_WINDOW = 10, timedelta(hours=1)
OF_BOOT, OF_PERSON = "code_of_boot", "code_by_person"


async def confirm_code(
    actor: Actor, bells: Bells, vault: Vault, boot_id: int, *, code: str
) -> bool:
    """Say whether `code` is the stored one; if so it is stamped as confirmed (rule C11).

    Every try is counted before it is judged, so that tries sent at once are no way round; a right
    one is uncounted. The audit tells of both, never of a value. Raises `Missing`, `Invalid` on
    `code`, `TooMany`, `SealBroken`, and `Conflict` when the code was changed meanwhile.
    """
    typed = clean_code(code, "code")
    if actor.staff_id is None:
        raise Missing
    async with work(actor, bells) as doing:
        row = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
        if row is None:
            raise Missing
        tries = (
            (OF_BOOT, str(boot_id), MOST_PER_BOOT, BOOT_WINDOW),
            (OF_PERSON, str(actor.staff_id), MOST_PER_PERSON, PERSON_WINDOW),
        )
        for kind, subject, most, window in tries:
            await count_guess(kind, subject, most=most, window=window, at=doing.at)
        stored = vault.open(boot_id, row["sealed_code"])
        if not hmac.compare_digest(stored.encode(), typed.encode()):
            await doing.record("mistype_code", "boot", boot_id)
            return False
        for kind, subject, _, window in tries:
            await forgive_guess(kind, subject, window=window, at=doing.at)
        sealed = row["sealed_code"]
        if not await _stamped(doing, boot_id, sealed):
            # Sealed anew with another key meanwhile, the code is the same (rule C12).
            row = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
            sealed = row["sealed_code"] if row else ""
            if vault.open(boot_id, sealed) != stored or not await _stamped(doing, boot_id, sealed):
                raise Conflict(
                    N_("Somebody recorded a new code for this boot a moment ago."),
                    next_step=N_("Read the code from the device again and type it."),
                )
        await doing.record("confirm_code", "boot", boot_id)
    return True


async def _stamped(doing: Work, boot_id: int, sealed: str) -> bool:
    """False when what is stored is not `sealed` any more."""
    won = (
        await Boot.update(
            {
                Boot.code_confirmed_at: doing.at,
                Boot.code_confirmed_by: doing.actor.staff_id,
            }
        )
        .where(Boot.id == boot_id, Boot.sealed_code == sealed)
        .returning(Boot.id)
    )
    return bool(won)

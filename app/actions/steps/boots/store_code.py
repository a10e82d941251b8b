"""Store another release code for a boot."""

from datetime import timedelta

from app.actions.steps.work import Work
from app.gateways.vault import SealBroken, Vault
from app.reads.settings.system_settings import system_settings
from app.rules.boots.codes import edit_asks_again, needs_new_code
from app.rules.boots.states import BootStatus
from app.rules.errors import Invalid, Missing
from app.rules.wording import N_
from app.tables.boots.boot import Boot

ASK_AGAIN = N_("This boot is out there. Confirm that the device has this code now.")
SAME_CODE = N_("This code was given to a driver. Set another one on the device and enter it.")
# A code counts as known outside when that was later than its change (rule C2).
_JUST_AFTER = timedelta(microseconds=1)


async def store_code(
    doing: Work, vault: Vault, boot_id: int, code: str, *, confirmed: bool
) -> None:
    """Seal and store `code` (cleaned already); the audit says only that it changed (rule C3).

    Raises `Missing`; `Invalid` on `confirm_code` while the boot is issued or released and nobody
    confirmed; `Invalid` on `code` when a new code is needed and this is the old one (rule C2).
    """
    await _refuse_spent(vault, boot_id, code)
    allowed = [status for status in BootStatus if confirmed or not edit_asks_again(status)]
    won = (
        await Boot.update(
            {
                Boot.sealed_code: vault.seal(boot_id, code),
                Boot.code_changed_at: doing.at,
                # Not left to the moments: the clock was read before the turn to write came.
                Boot.code_confirmed_at: None,
                Boot.code_confirmed_by: None,
            }
        )
        .where(Boot.id == boot_id, Boot.status.is_in([status.value for status in allowed]))
        .returning(Boot.id)
    )
    if not won:
        raise Invalid(fields={"confirm_code": ASK_AGAIN})
    # The payer's page and mails say the new one from now on, so it is known outside as well.
    await Boot.update({Boot.code_disclosed_at: doing.at + _JUST_AFTER}).where(
        Boot.id == boot_id, Boot.status == BootStatus.released.value
    )
    await doing.record("change_code", "boot", boot_id, after={"code": "changed"})
    doing.touch(boot_id)


async def _refuse_spent(vault: Vault, boot_id: int, code: str) -> None:
    row = (
        await Boot.select(Boot.sealed_code, Boot.code_changed_at, Boot.code_disclosed_at)
        .where(Boot.id == boot_id)
        .first()
    )
    if row is None:
        raise Missing
    needed = needs_new_code(
        disclosed_at=row["code_disclosed_at"],
        changed_at=row["code_changed_at"],
        setting_on=(await system_settings()).new_code_needed,
    )
    if needed and _stored(vault, boot_id, row["sealed_code"]) == code:
        raise Invalid(fields={"code": SAME_CODE})


def _stored(vault: Vault, boot_id: int, sealed: str) -> str:
    try:
        return vault.open(boot_id, sealed)
    except SealBroken:
        return ""  # entering the code again is exactly the way out of a broken seal

"""Use up a person's one-time code or recovery code, unless it has been used before."""

from datetime import datetime

from app.actions.steps.staff.forgive_code_try import forgive_code_try
from app.actions.steps.staff.hold_person import hold_person
from app.actions.steps.work import Work
from app.db import ask
from app.gateways.one_time_codes import DIGITS, matching_step
from app.gateways.recovery_codes import recovery_hash
from app.gateways.vault import SealBroken, Vault
from app.rules.errors import Conflict, Invalid, NotSignedIn
from app.rules.people.factor import factor_purpose
from app.rules.wording import N_
from app.tables.people.recovery_code import RecoveryCode
from app.tables.people.staff_factor import StaffFactor

# One statement judges and takes: of two processes with the same code one gets a row.
_USE_STEP = """
UPDATE staff_factor SET last_step = {} WHERE staff = {} AND last_step < {} RETURNING id
"""
_USE_RECOVERY = """
UPDATE recovery_code SET used_at = {} WHERE staff = {} AND code_hash = {} AND used_at IS NULL
RETURNING id
"""
_WRONG = N_(
    "This code is not right. Enter the 6 digits your app shows now. If it is refused again, let "
    "your phone set its clock by itself."
)
_USED = N_("This code was used already. Wait until your app shows the next one.")
_WRONG_RECOVERY = N_(
    "This recovery code is not right, or it was used already. Compare it with your list."
)


async def win_code(
    doing: Work, vault: Vault, staff_id: int, typed: str, *, tried: datetime
) -> None:
    """Each code is good once (rule S12); the use of a recovery code is audited.

    `tried` is the moment its try was counted at. Raises `Invalid` on `code`, `NotSignedIn` when
    the person left or has no one-time codes any more, `Conflict` when the key cannot be opened.
    """
    if not await hold_person(staff_id):
        raise NotSignedIn
    factor = await StaffFactor.select().where(StaffFactor.staff == staff_id).first()
    if factor is None:
        raise NotSignedIn
    digits = "".join(typed.split())
    if digits.isascii() and digits.isdigit() and len(digits) == DIGITS:
        await _use_step(_opened(vault, staff_id, factor["sealed_secret"]), staff_id, digits, tried)
    else:
        await _use_recovery(doing, staff_id, typed)
    await forgive_code_try(staff_id, tried)


async def _use_step(secret: str, staff_id: int, digits: str, at: datetime) -> None:
    step = matching_step(secret, digits, at)
    if step is None:
        raise Invalid(fields={"code": _WRONG})
    if not await ask(_USE_STEP, step, staff_id, step):
        raise Invalid(fields={"code": _USED})


async def _use_recovery(doing: Work, staff_id: int, typed: str) -> None:
    if not await ask(_USE_RECOVERY, doing.at, staff_id, recovery_hash(staff_id, typed)):
        raise Invalid(fields={"code": _WRONG_RECOVERY})
    left = await RecoveryCode.count().where(
        RecoveryCode.staff == staff_id, RecoveryCode.used_at.is_null()
    )
    await doing.record("use_recovery_code", "staff", staff_id, after={"codes_left": left})


def _opened(vault: Vault, staff_id: int, sealed: str) -> str:
    try:
        return vault.open_note(factor_purpose(staff_id), sealed, seconds=None)
    except SealBroken:
        raise Conflict(
            N_("Your one-time codes cannot be checked at the moment."),
            next_step=N_("Use a recovery code, or ask an administrator to take your codes away."),
        ) from None

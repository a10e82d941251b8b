"""Forget what makes a person's one-time codes."""

from app.db import ask
from app.tables.people.recovery_code import RecoveryCode

_FORGET = "DELETE FROM staff_factor WHERE staff = {} RETURNING id"


async def forget_factor(staff_id: int) -> bool:
    """Delete the key and the recovery codes; False when there were none (rule S12)."""
    await RecoveryCode.delete().where(RecoveryCode.staff == staff_id)
    return bool(await ask(_FORGET, staff_id))

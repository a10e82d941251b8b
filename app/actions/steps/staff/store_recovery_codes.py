"""Give a person ten new recovery codes in place of the old ones."""

from app.gateways.recovery_codes import new_recovery_codes, recovery_hash
from app.tables.people.recovery_code import RecoveryCode


async def store_recovery_codes(staff_id: int) -> tuple[str, ...]:
    """Return the codes, to be shown once; only their hashes are kept (rule S12)."""
    codes = new_recovery_codes()
    await RecoveryCode.delete().where(RecoveryCode.staff == staff_id)
    await RecoveryCode.insert(
        *(RecoveryCode(staff=staff_id, code_hash=recovery_hash(staff_id, one)) for one in codes)
    )
    return codes

"""One's own account: who one is here, and whether one-time codes are on."""

from dataclasses import dataclass
from datetime import datetime

from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.people.access import Role
from app.tables.people.recovery_code import RecoveryCode
from app.tables.people.staff import Staff
from app.tables.people.staff_factor import StaffFactor


@dataclass(frozen=True)
class MyAccount:
    """`factor_since` is None while one-time codes are off; `compulsory`: they must be on."""

    name: str
    email: str
    role: Role
    factor_since: datetime | None
    codes_left: int
    compulsory: bool


async def my_account(staff_id: int) -> MyAccount:
    """The account of `staff_id`. Raises `Missing`."""
    row = await Staff.select().where(Staff.id == staff_id).first()
    if row is None:
        raise Missing
    factor = await StaffFactor.select(StaffFactor.since_at).where(StaffFactor.staff == staff_id)
    left = await RecoveryCode.count().where(
        RecoveryCode.staff == staff_id, RecoveryCode.used_at.is_null()
    )
    role = Role(row["role"])
    return MyAccount(
        name=row["name"],
        email=row["email"],
        role=role,
        factor_since=factor[0]["since_at"] if factor else None,
        codes_left=left,
        compulsory=role is Role.admin and (await system_settings()).second_factor_admins,
    )

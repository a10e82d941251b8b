"""Let a sign-in and the turning on of one-time codes take turns."""

from app.db import hold_name


async def hold_factor(staff_id: int) -> None:
    """Inside a transaction, before it is asked whether the person has them (rule S12).

    A sign-in that found none would else open its session after all others have been ended.
    """
    await hold_name(f"factor:{staff_id}")

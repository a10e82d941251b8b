"""Take turns with whoever changes how a person signs in."""

from app.db import ask

_HOLD = "UPDATE staff SET active = active WHERE id = {} RETURNING active"


async def hold_person(staff_id: int) -> bool:
    """Hold the person's row until the transaction ends; False for who left or never was here.

    A session is opened before one-time codes come or the person is deactivated, and ends then, or
    after that, and is judged by it (rules S10, S12). Always before the person's other rows.
    """
    rows = await ask(_HOLD, staff_id)
    return bool(rows and rows[0]["active"])

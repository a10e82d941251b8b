"""Enter one boot into a stock take, once."""

from app.actions.steps.work import Work
from app.db import ask

_ENTER = """
INSERT INTO stock_line
    (stock_take, boot, finding, boot_name, status, out_reason, said, old_label, by_name, at, staff)
SELECT CAST({} AS INTEGER), id, 'counted', name, status, out_reason, '', CAST({} AS BOOLEAN),
    CAST({} AS BOOLEAN), {}, CAST({} AS INTEGER)
FROM boot WHERE id = {}
ON CONFLICT DO NOTHING RETURNING id
"""
_STAMP = "UPDATE boot SET last_counted_at = {} WHERE id = {}"


async def enter_count(
    doing: Work, take_id: int, boot_id: int, *, old_label: bool = False, by_name: bool = False
) -> bool:
    """Count the boot as it stands in the records (rule B18). False: it was counted before.

    The stock take is held already (`hold_running`), so that a finish cannot come in between.
    """
    entered = await ask(
        _ENTER, take_id, old_label, by_name, doing.at, doing.actor.staff_id, boot_id
    )
    if not entered:
        return False
    await ask(_STAMP, doing.at, boot_id)
    await doing.record(
        "count_boot",
        "boot",
        boot_id,
        after={"stock_take": take_id, "how": "name" if by_name else "label"},
    )
    return True

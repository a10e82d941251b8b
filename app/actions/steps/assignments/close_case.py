"""End one boot's time on one vehicle."""

from app.actions.steps.work import Work
from app.rules.boots.states import BootVerb
from app.tables.boots.boot_assignment import BootAssignment


async def close_case(doing: Work, assignment_id: int, verb: BootVerb) -> None:
    """Set `closed_at` with the verb as its reason; from now on the boot is free (rule B12)."""
    await BootAssignment.update(
        {BootAssignment.closed_at: doing.at, BootAssignment.close_reason: verb.value}
    ).where(BootAssignment.id == assignment_id, BootAssignment.closed_at.is_null())

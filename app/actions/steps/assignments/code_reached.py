"""Note that the release code has reached the driver for the first time."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.steps.work import Work
from app.db import ask
from app.rules.boots.deadlines import moved_deadline

_REACHED = """
UPDATE boot_assignment SET code_reached_at = {}, return_due_at = {}, remind_at = {}
WHERE id = {} AND code_reached_at IS NULL
"""


@dataclass(frozen=True)
class Times:
    """What the case says so far; `remind_at` is None where no reminder is planned."""

    released_at: datetime
    return_due_at: datetime
    remind_at: datetime | None


async def code_reached(doing: Work, assignment_id: int, times: Times) -> None:
    """Deadline and reminder move as much later as the code came (rules D5, D9)."""
    due_at = moved_deadline(times.return_due_at, times.released_at, doing.at)
    remind_at = times.remind_at and moved_deadline(times.remind_at, times.released_at, doing.at)
    # What was promised at the release looks at the moment again when it is due.
    await ask(_REACHED, doing.at, due_at, remind_at, assignment_id)

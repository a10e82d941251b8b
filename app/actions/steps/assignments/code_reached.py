"""Note that the release code has reached the driver for the first time."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.steps.assignments.promise_reminder import promise_reminder
from app.actions.steps.work import Work
from app.db import ask
from app.rules.boots.deadlines import moved_deadline, too_early

_REACHED = """
UPDATE boot_assignment SET code_reached_at = {}, return_due_at = {}, remind_at = {}
WHERE id = {} AND code_reached_at IS NULL RETURNING id
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
    won = await ask(_REACHED, doing.at, due_at, remind_at, assignment_id)
    # A letter that took seconds is covered by what was promised at the release.
    if won and times.remind_at and remind_at and too_early(remind_at, times.remind_at):
        await promise_reminder(doing, assignment_id, remind_at)

"""Promise to remind the driver of the return."""

from datetime import datetime

from app.actions.steps.work import Work
from app.rules.outbox.effects import Effect


async def promise_reminder(work: Work, assignment_id: int, remind_at: datetime) -> None:
    """At that moment, or at once if it has passed (rule D9); several promises remind once."""
    await work.promise(
        Effect.REMIND_RETURN,
        assignment_id,
        cause=f"{Effect.REMIND_RETURN}:{assignment_id}:{work.at.timestamp()}",
        wait=max(remind_at, work.at) - work.at,
    )

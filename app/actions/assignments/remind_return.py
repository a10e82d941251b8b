"""Remind a driver that the boot is due back soon."""

from app.actions.steps.assignments.promise_reminder import promise_reminder
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, work
from app.reads.assignments.case import case_of
from app.reads.assignments.still_out import still_out
from app.reads.settings.system_settings import system_settings
from app.rules.boots.deadlines import is_late, too_early
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot_assignment import BootAssignment


async def remind_return(bells: Bells, assignment_id: int) -> None:
    """Once for each assignment, and only while the boot is out and not yet due (rule D9).

    A deadline that moved later meanwhile is promised anew. Doing it again is harmless.
    """
    async with work(SYSTEM, bells) as doing:
        # The turn first: whoever records the return at this moment comes before or after.
        await take_turn([(await case_of(assignment_id)).vehicle_id])
        out = await still_out(assignment_id)
        if out is None or out.remind_at is None:
            return
        if too_early(out.remind_at, doing.at):
            await promise_reminder(doing, assignment_id, out.remind_at)
            return
        if out.email and not out.code_reached and not is_late(out.return_due_at, doing.at):
            return  # the code still travels: when it arrives, the moment moves and is promised
        await BootAssignment.update({BootAssignment.remind_at: None}).where(
            BootAssignment.id == assignment_id
        )
        settings = await system_settings()
        off = settings.reminder_hours == 0
        if off or not out.email or is_late(out.return_due_at, doing.at):
            return
        queued = await queue_mail(
            doing,
            LetterKind.return_reminder,
            out.email,
            cause=f"return-reminder-{assignment_id}",
            language=out.language or settings.language,
            payment_id=out.payment[0] if out.payment else None,
            boot_assignment_id=assignment_id,
        )
        if queued is not None:
            await doing.record("remind_return", "boot_assignment", assignment_id)

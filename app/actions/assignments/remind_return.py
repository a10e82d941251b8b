"""Remind a driver that the boot is due back soon."""

from datetime import timedelta

from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, work
from app.reads.assignments.case import case_of
from app.reads.assignments.still_out import still_out
from app.reads.settings.system_settings import system_settings
from app.rules.boots.deadlines import is_late, too_early
from app.rules.errors import NotYet
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot_assignment import BootAssignment

# How often it is asked whether a late code has come; its reminder is an hour away at least.
CODE_TRAVELS = timedelta(minutes=30)


async def remind_return(bells: Bells, assignment_id: int) -> None:
    """Once for each assignment, and only while the boot is out and not yet due (rule D9).

    Doing it again is harmless. Raises `NotYet` with the new moment when the deadline moved later,
    and while the code still travels: its arrival will move the deadline.
    """
    async with work(SYSTEM, bells) as doing:
        # The turn first: whoever records the return at this moment comes before or after.
        await take_turn([(await case_of(assignment_id)).vehicle_id])
        out = await still_out(assignment_id)
        if out is None or out.remind_at is None:
            return
        if too_early(out.remind_at, doing.at):
            raise NotYet(out.remind_at)
        if out.email and not out.code_reached:
            raise NotYet(doing.at + CODE_TRAVELS)
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

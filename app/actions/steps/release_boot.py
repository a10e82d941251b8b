"""Release one boot: permission plus code, always with a basis."""

from dataclasses import dataclass

from app.actions.steps.assignments.promise_reminder import promise_reminder
from app.actions.steps.move_boot import move_boot
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.work import Work
from app.db import ask
from app.rules.boots.deadlines import reminder_at, return_due_at
from app.rules.boots.release import ReleaseBasis
from app.rules.boots.states import BootVerb
from app.rules.outbox.letters import LetterKind
from app.rules.settings.system_settings import SystemSettings

_RELEASE = """
UPDATE boot_assignment SET released_at = {}, released_by = {}, release_basis = {},
    release_reason = {}, release_payment_id = {}, release_email = {}, return_due_at = {},
    remind_at = {}
WHERE id = {}
"""


@dataclass(frozen=True)
class Release:
    """Why a boot is released and who gets the code; `email` "" means: handed over by staff."""

    basis: ReleaseBasis
    language: str
    email: str = ""
    payment_id: int | None = None
    reason: str = ""


async def release_boot(
    work: Work, assignment_id: int, boot_id: int, release: Release, settings: SystemSettings
) -> None:
    """Move Issued to Released, set the return deadline, promise the release mail and a reminder.

    Carries out rules B4, R6, D5 and D9. Raises `Conflict` when the boot is not Issued any more.
    """
    window = settings.return_window_hours
    due_at = return_due_at(work.at, window)
    remind_at = reminder_at(due_at, window, settings.reminder_hours)
    await move_boot(work, boot_id, BootVerb.release, disclosed=True)
    await ask(
        _RELEASE,
        work.at,
        work.actor.staff_id,
        release.basis.value,
        release.reason,
        release.payment_id,
        release.email,
        due_at,
        remind_at,
        assignment_id,
    )
    await work.record(
        "release_boot",
        "boot_assignment",
        assignment_id,
        after={"basis": release.basis.value, "payment": release.payment_id},
        reason=release.reason,
    )
    if remind_at is not None:
        await promise_reminder(work, assignment_id, remind_at)
    if release.email:
        await queue_mail(
            work,
            LetterKind.release,
            release.email,
            cause=f"release-{assignment_id}",
            language=release.language,
            payment_id=release.payment_id,
            boot_assignment_id=assignment_id,
        )

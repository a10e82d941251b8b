"""Order the PDF of one boot's label."""

from app.actions.steps.work import Bells, work
from app.reads.boots.label_job import LABEL
from app.rules.boots.label_jobs import JobStatus
from app.rules.errors import Missing
from app.rules.outbox.effects import Effect
from app.rules.people.actor import Actor
from app.tables.boots.boot import Boot
from app.tables.effects.paper_job import PaperJob


async def ask_label(actor: Actor, bells: Bells, boot_id: int) -> int:
    """Queue the job and promise it to the worker (rule E2); returns the job's id.

    Raises `Missing`.
    """
    async with work(actor, bells) as doing:
        if not await Boot.exists().where(Boot.id == boot_id):
            raise Missing
        rows = await PaperJob.insert(
            PaperJob(
                kind=LABEL,
                boot=boot_id,
                wanted_by=actor.staff_id,
                status=JobStatus.queued.value,
                created_at=doing.at,
            )
        ).returning(PaperJob.id)
        job_id = int(rows[0]["id"])
        await doing.promise(Effect.PRINT_PAPER, job_id)
    return job_id

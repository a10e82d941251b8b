"""Order the labels of many boots as one PDF."""

from collections.abc import Sequence

from app.actions.steps.work import Bells, work
from app.reads.boots.label_choice import chosen_boots
from app.reads.boots.label_jobs import LABELS
from app.rules.boots.label_formats import LabelFormat
from app.rules.boots.label_jobs import JobStatus, check_order
from app.rules.outbox.effects import Effect
from app.rules.people.actor import Actor
from app.tables.effects.paper_job import PaperJob


async def ask_labels(
    actor: Actor,
    bells: Bells,
    boot_ids: Sequence[int],
    *,
    paper: LabelFormat | None,
    start: int | None,
) -> int:
    """Queue the job and promise it to the worker (rules C9 and E2); returns its id.

    `start` is the first free cell of the first sheet, from 1. Boots nobody knows and retired ones
    are left out. Raises `Invalid`.
    """
    async with work(actor, bells) as doing:
        choice = await chosen_boots(list(boot_ids))
        check_order(len(choice.boot_ids), paper, start)
        rows = await PaperJob.insert(
            PaperJob(
                kind=LABELS,
                wanted_by=actor.staff_id,
                status=JobStatus.queued.value,
                created_at=doing.at,
                paper=paper,
                start_at=start,
                boots=",".join(str(boot_id) for boot_id in choice.boot_ids),
                total=len(choice.boot_ids),
            )
        ).returning(PaperJob.id)
        job_id = int(rows[0]["id"])
        await doing.promise(Effect.PRINT_PAPER, job_id)
    return job_id

"""Have labels printed once more: after a failure, a cancellation, or because one was replaced."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.reads.boots.label_jobs import labels_job
from app.rules.boots.label_jobs import JOB_MOVES, JobVerb
from app.rules.errors import Conflict
from app.rules.outbox.effects import Effect
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.effects.paper_job import PaperJob


async def ask_labels_again(actor: Actor, bells: Bells, job_id: int) -> None:
    """Queue the same job once more, with the labels as they are then (rules C6 and C9).

    Raises `Missing` for a job of somebody else, `Conflict` while it is being made.
    """
    async with work(actor, bells) as doing:
        await labels_job(actor.staff_id or 0, job_id)
        again = {
            PaperJob.document: None,
            PaperJob.problem: "",
            PaperJob.drawn: 0,
            PaperJob.left_out: 0,
            PaperJob.done_at: None,
            PaperJob.read_at: None,
            PaperJob.tries: PaperJob.tries + 1,
        }
        step = JOB_MOVES[JobVerb.ask_again]
        if not await win_move(PaperJob, PaperJob.id == job_id, PaperJob.status, step, again):
            raise Conflict(N_("These labels are being made already."))
        row = await PaperJob.select(PaperJob.tries).where(PaperJob.id == job_id).first()
        tries = row["tries"] if row else 0
        await doing.promise(
            Effect.PRINT_PAPER, job_id, cause=f"{Effect.PRINT_PAPER}:{job_id}:{tries}"
        )

"""Stop the printing of labels that nobody wants any more."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.reads.boots.label_jobs import labels_job
from app.rules.boots.label_jobs import JOB_MOVES, JobVerb
from app.rules.errors import Conflict
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.effects.paper_job import PaperJob


async def cancel_labels(actor: Actor, bells: Bells, job_id: int) -> None:
    """The worker sees it after the part it is drawing (rule C9).

    Raises `Missing` for a job of somebody else, `Conflict` when it is done already.
    """
    async with work(actor, bells) as doing:
        await labels_job(actor.staff_id or 0, job_id)
        step = JOB_MOVES[JobVerb.cancel]
        more = {PaperJob.done_at: doing.at}
        if not await win_move(PaperJob, PaperJob.id == job_id, PaperJob.status, step, more):
            raise Conflict(N_("These labels are not being made any more."))

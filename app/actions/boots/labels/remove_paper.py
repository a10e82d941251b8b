"""Remove the document of a job that was printed long ago."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.rules.boots.label_jobs import JOB_MOVES, KEPT_FOR, JobVerb
from app.rules.people.actor import SYSTEM
from app.tables.effects.paper_job import PaperJob


async def remove_paper(bells: Bells, job_id: int) -> None:
    """Remove it when it is old enough; one made anew since has a promise of its own (rule C10)."""
    async with work(SYSTEM, bells) as doing:
        old = (PaperJob.id == job_id) & (PaperJob.done_at <= doing.at - KEPT_FOR)
        step = JOB_MOVES[JobVerb.remove]
        await win_move(PaperJob, old, PaperJob.status, step, {PaperJob.document: None})

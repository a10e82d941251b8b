"""Render the label PDF that somebody ordered."""

from app.actions.steps.work import Bells, work
from app.gateways.paper.labels import LabelFacts, LabelSize
from app.gateways.paper.press import PaperFailed, Press
from app.reads.boots.label_job import JobStatus, label_order
from app.reads.settings.system_settings import system_settings
from app.rules.people.actor import SYSTEM
from app.tables.effects.paper_job import PaperJob


async def print_label(bells: Bells, press: Press, job_id: int, *, base_url: str) -> None:
    """Read the facts, render outside any transaction, keep the PDF or why there is none.

    A job that is finished stays as it is, so a promise kept twice does no harm (rule E2). Raises
    `Missing` for an unknown job; a failed rendering is kept in the job and not raised.
    """
    order = await label_order(job_id)
    if order.status is not JobStatus.queued:
        return
    settings = await system_settings()
    facts = LabelFacts(
        organisation=settings.organisation_name,
        boot_name=order.boot_name,
        url=f"{base_url}/b/{order.token}",
        help_phone=settings.help_phone,
        version=order.version,
    )
    document, problem = None, ""
    try:
        document = await press.labels([facts], LabelSize.SINGLE, language=settings.language)
    except PaperFailed as failure:
        problem = failure.message[:300]
    async with work(SYSTEM, bells) as doing:
        await PaperJob.update(
            {
                PaperJob.status: (JobStatus.failed if problem else JobStatus.ready).value,
                PaperJob.document: document,
                PaperJob.problem: problem,
                PaperJob.done_at: doing.at,
            }
        ).where(PaperJob.id == job_id, PaperJob.status == JobStatus.queued.value)

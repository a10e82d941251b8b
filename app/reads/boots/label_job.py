"""The PDF of one boot's label: how far it is, and the finished document."""

from dataclasses import dataclass

from app.rules.boots.label_jobs import JobStatus
from app.rules.errors import Gone, Missing
from app.rules.wording import N_
from app.tables.boots.boot_label import BootLabel
from app.tables.effects.paper_job import PaperJob

LABEL = "label"


@dataclass(frozen=True)
class LabelJob:
    """How far a job got; `problem` is a msgid when it failed."""

    job_id: int
    boot_id: int
    status: JobStatus
    problem: str


async def label_job(boot_id: int, job_id: int) -> LabelJob:
    """How far the job of this boot got. Raises `Missing`."""
    row = (
        await PaperJob.select(PaperJob.status, PaperJob.problem)
        .where(PaperJob.id == job_id, PaperJob.boot == boot_id, PaperJob.kind == LABEL)
        .first()
    )
    if row is None:
        raise Missing
    return LabelJob(job_id, boot_id, JobStatus(row["status"]), row["problem"])


async def label_document(boot_id: int, job_id: int) -> bytes:
    """The finished PDF. Raises `Missing`; `Gone` when its label was replaced since (rule C6)."""
    row = (
        await PaperJob.select(PaperJob.document, PaperJob.read_at)
        .where(PaperJob.id == job_id, PaperJob.boot == boot_id, PaperJob.kind == LABEL)
        .first()
    )
    if row is None or row["document"] is None:
        raise Missing
    newer = await BootLabel.exists().where(
        BootLabel.boot == boot_id, BootLabel.created_at > row["read_at"]
    )
    if newer:
        raise Gone(next_step=N_("Make the PDF of the new label on the boot's page."))
    return bytes(row["document"])

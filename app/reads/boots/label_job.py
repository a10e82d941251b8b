"""The PDF of a label: what to print, how far it is, and the finished document."""

from dataclasses import dataclass
from enum import StrEnum

from app.reads.boots.current_label import current_label
from app.rules.errors import Gone, Missing
from app.rules.wording import N_
from app.tables.boots.boot_label import BootLabel
from app.tables.effects.paper_job import PaperJob

LABEL = "label"


class JobStatus(StrEnum):
    """How far a printing job got."""

    queued = "queued"
    ready = "ready"
    failed = "failed"


@dataclass(frozen=True)
class LabelOrder:
    """What the worker needs to print one job."""

    status: JobStatus
    boot_name: str
    token: str
    version: int


@dataclass(frozen=True)
class LabelJob:
    """How far a job got; `problem` is a msgid when it failed."""

    job_id: int
    boot_id: int
    status: JobStatus
    problem: str


async def label_order(job_id: int) -> LabelOrder:
    """The job with its boot's current label. Raises `Missing`."""
    job = (
        await PaperJob.select(PaperJob.status, PaperJob.boot, PaperJob.boot.name)
        .where(PaperJob.id == job_id, PaperJob.kind == LABEL)
        .first()
    )
    if job is None:
        raise Missing
    label = await current_label(job["boot"])
    if label is None:
        raise Missing
    return LabelOrder(
        status=JobStatus(job["status"]),
        boot_name=job["boot.name"],
        token=label.token,
        version=label.version,
    )


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
        await PaperJob.select(PaperJob.document, PaperJob.done_at)
        .where(PaperJob.id == job_id, PaperJob.boot == boot_id, PaperJob.kind == LABEL)
        .first()
    )
    if row is None or row["document"] is None:
        raise Missing
    newer = await BootLabel.exists().where(
        BootLabel.boot == boot_id, BootLabel.created_at > row["done_at"]
    )
    if newer:
        raise Gone(next_step=N_("Make the PDF of the new label on the boot's page."))
    return bytes(row["document"])

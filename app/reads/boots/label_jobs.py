"""The labels a person had printed: the newest jobs, how far one is, its document."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reads.boots.label_order import chosen_ids
from app.rules.boots.label_formats import FORMAT_WORDS, PAPERS, LabelFormat
from app.rules.boots.label_jobs import JOB_WORDS, KEPT_FOR, JobStatus
from app.rules.errors import Gone, Missing
from app.rules.wording import N_
from app.tables.boots.boot_label import BootLabel
from app.tables.effects.paper_job import PaperJob

LABELS = "labels"
NEWEST = 20
_COLUMNS = (
    PaperJob.id,
    PaperJob.status,
    PaperJob.problem,
    PaperJob.paper,
    PaperJob.start_at,
    PaperJob.total,
    PaperJob.drawn,
    PaperJob.left_out,
    PaperJob.created_at,
    PaperJob.done_at,
    PaperJob.read_at,
    PaperJob.boots,
)


@dataclass(frozen=True)
class LabelsJob:
    """One job. `paper`, `status_word` and `problem` are msgids; `start` is 0 without a sheet.

    `replaced` of its labels were replaced since they were printed. `kept_until` is when its
    document will be removed, None without one.
    """

    job_id: int
    status: JobStatus
    status_word: str
    problem: str
    paper: str
    start: int
    total: int
    drawn: int
    left_out: int
    asked_at: datetime
    kept_until: datetime | None
    replaced: int = 0


async def recent_jobs(staff_id: int) -> tuple[LabelsJob, ...]:
    """The newest jobs of this person, the last one first; `replaced` is not counted."""
    rows = (
        await PaperJob.select(*_COLUMNS)
        .where(PaperJob.wanted_by == staff_id, PaperJob.kind == LABELS)
        .order_by(PaperJob.id, ascending=False)
        .limit(NEWEST)
    )
    return tuple(_job(row) for row in rows)


async def labels_job(staff_id: int, job_id: int) -> LabelsJob:
    """One job of this person. Raises `Missing`, also for somebody else's (rule S4)."""
    row = await PaperJob.select(*_COLUMNS).where(*_own(staff_id, job_id)).first()
    if row is None:
        raise Missing
    ready = row["status"] == JobStatus.ready.value
    return _job(row, await _replaced(row) if ready else 0)


async def labels_document(staff_id: int, job_id: int) -> bytes:
    """The finished PDF.

    Raises `Missing`; `Gone` when a label in it was replaced since: nobody shall stick on a code
    that leads nowhere (rule C6).
    """
    row = await PaperJob.select(*_COLUMNS, PaperJob.document).where(*_own(staff_id, job_id)).first()
    if row is None or row["document"] is None:
        raise Missing
    if await _replaced(row):
        raise Gone(next_step=N_("Make the labels again on the page of this print."))
    return bytes(row["document"])


def _own(staff_id: int, job_id: int) -> tuple[Any, ...]:
    return (PaperJob.id == job_id, PaperJob.wanted_by == staff_id, PaperJob.kind == LABELS)


async def _replaced(row: dict[str, Any]) -> int:
    newer = await BootLabel.select(BootLabel.boot).where(BootLabel.created_at > row["read_at"])
    return len({one["boot"] for one in newer} & set(chosen_ids(row["boots"])))


def _job(row: dict[str, Any], replaced: int = 0) -> LabelsJob:
    paper, status = LabelFormat(row["paper"]), JobStatus(row["status"])
    return LabelsJob(
        job_id=row["id"],
        status=status,
        status_word=JOB_WORDS[status],
        problem=row["problem"],
        paper=FORMAT_WORDS[paper],
        start=row["start_at"] if PAPERS[paper].cells > 1 else 0,
        total=row["total"],
        drawn=row["drawn"],
        left_out=row["left_out"],
        asked_at=row["created_at"],
        kept_until=row["done_at"] + KEPT_FOR if status is JobStatus.ready else None,
        replaced=replaced,
    )

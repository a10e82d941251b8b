"""What the worker needs to print a job of labels."""

from dataclasses import dataclass

from app.rules.boots.label_formats import LabelFormat
from app.rules.boots.label_jobs import JobStatus
from app.rules.boots.states import OutReason
from app.rules.errors import Missing
from app.tables.boots.boot_label import BootLabel
from app.tables.effects.paper_job import PaperJob


@dataclass(frozen=True)
class OrderedLabel:
    """The label that is on a boot now; `version` counts from 1."""

    boot_id: int
    boot_name: str
    token: str
    version: int


@dataclass(frozen=True)
class OrderedLabels:
    """A job with its boots' current labels, in the order asked for (rules C5 and C6).

    `tries` is how often it was asked for. `left_out` boots were retired since they were chosen.
    """

    status: JobStatus
    paper: LabelFormat
    start: int
    tries: int
    labels: tuple[OrderedLabel, ...]
    left_out: int


async def label_order(job_id: int) -> OrderedLabels:
    """The job. Raises `Missing`."""
    job = (
        await PaperJob.select(
            PaperJob.status,
            PaperJob.boot,
            PaperJob.boots,
            PaperJob.paper,
            PaperJob.start_at,
            PaperJob.tries,
        )
        .where(PaperJob.id == job_id)
        .first()
    )
    if job is None:
        raise Missing
    boot_ids = chosen_ids(job["boots"]) or (job["boot"],)
    found = {
        row["boot"]: row
        for row in await BootLabel.select(
            BootLabel.boot,
            BootLabel.token,
            BootLabel.version,
            BootLabel.boot.name,
            BootLabel.boot.out_reason,
        ).where(BootLabel.boot.is_in(list(boot_ids)), BootLabel.replaced_at.is_null())
    }
    # Whoever asks for the label of one boot has it before their eyes, retired or not.
    labels = tuple(
        OrderedLabel(boot_id, row["boot.name"], row["token"], row["version"])
        for boot_id in boot_ids
        if (row := found.get(boot_id)) is not None
        and (job["boot"] or row["boot.out_reason"] != OutReason.retired.value)
    )
    return OrderedLabels(
        status=JobStatus(job["status"]),
        paper=LabelFormat(job["paper"]),
        start=job["start_at"],
        tries=job["tries"],
        labels=labels,
        left_out=len(boot_ids) - len(labels),
    )


def chosen_ids(boots: str) -> tuple[int, ...]:
    """The boots of a job as its row keeps them."""
    return tuple(int(part) for part in boots.split(",") if part)

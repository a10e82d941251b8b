"""The life of a job that prints labels, and how many labels one may hold (rules C9 and C10)."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from app.rules.boots.label_formats import PAPERS, LabelFormat
from app.rules.errors import Invalid
from app.rules.moves import Step, life
from app.rules.wording import N_

MOST_LABELS = 5000
KEPT_FOR = timedelta(days=7)


class JobStatus(StrEnum):
    """How far a printing job got."""

    queued = "queued"
    ready = "ready"
    failed = "failed"
    cancelled = "cancelled"
    removed = "removed"


class JobVerb(StrEnum):
    """What can happen to a printing job."""

    finish = "finish"
    fail = "fail"
    cancel = "cancel"
    remove = "remove"
    ask_again = "ask_again"


JOB_MOVES: Mapping[JobVerb, Step[JobStatus]] = life(
    JobStatus,
    {
        JobVerb.finish: ("queued", "ready"),
        JobVerb.fail: ("queued", "failed"),
        JobVerb.cancel: ("queued", "cancelled"),
        JobVerb.remove: ("ready", "removed"),
        JobVerb.ask_again: ("ready failed cancelled removed", "queued"),
    },
)
JOB_WORDS: Mapping[JobStatus, str] = MappingProxyType(
    {
        JobStatus.queued: N_("Being made"),
        JobStatus.ready: N_("Ready"),
        JobStatus.failed: N_("Not made"),
        JobStatus.cancelled: N_("Cancelled"),
        JobStatus.removed: N_("Removed"),
    }
)


def check_order(boots: int, paper: LabelFormat | None, start: int | None) -> None:
    """Raises `Invalid` with every problem: how many boots, which paper, which cell (rule C9)."""
    problems: dict[str, str] = {}
    if not boots:
        problems["boots"] = N_("Choose at least one boot that is not retired.")
    elif boots > MOST_LABELS:
        problems["boots"] = N_("Choose at most 5,000 boots at a time, for example by a search.")
    if paper is None:
        problems["paper"] = N_("Choose the paper.")
    elif start is None or not 1 <= start <= PAPERS[paper].cells:
        problems["start"] = N_("Choose the first free label of the sheet.")
    if problems:
        raise Invalid(fields=problems)

"""In what condition a boot may come back, and how that is kept in one line."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.rules.wording import N_


class ReturnCondition(StrEnum):
    """What staff see when they take a boot back (rule B7)."""

    good = "good"
    damaged = "damaged"
    incomplete = "incomplete"


CONDITION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        ReturnCondition.good: N_("Good"),
        ReturnCondition.damaged: N_("Damaged"),
        ReturnCondition.incomplete: N_("Parts are missing"),
    }
)

LONGEST_NOTE = 180


def kept_condition(condition: ReturnCondition, note: str) -> str:
    """The line to keep: the condition's word, and after a colon what was noted about it."""
    return f"{condition}: {note}" if note else condition.value


def read_condition(kept: str) -> tuple[str, str]:
    """The (msgid, note) of a kept line; ("", "") when nothing was kept."""
    condition, _, note = kept.partition(": ")
    return CONDITION_WORDS.get(condition, condition), note

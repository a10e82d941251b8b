"""The shape shared by the smaller lives: a verb, where it may start, where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from app.rules.errors import Conflict

Status = TypeVar("Status", bound=StrEnum)
Verb = TypeVar("Verb", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[Status]):
    """From any of `sources` to `target`."""

    sources: frozenset[Status]
    target: Status


def life(kind: type[Status], lines: Mapping[Verb, tuple[str, str]]) -> Mapping[Verb, Step[Status]]:
    """Read lines of `verb: ("source source", "target")` into a frozen table.

    Raises ValueError for a word that is no status, when the module is imported.
    """
    return MappingProxyType(
        {
            verb: Step(frozenset(kind(word) for word in sources.split()), kind(target))
            for verb, (sources, target) in lines.items()
        }
    )


def check_step(
    table: Mapping[Verb, Step[Status]],
    now_words: Mapping[Status, str],
    verb: Verb,
    status: Status,
) -> Step[Status]:
    """Return the step `verb` makes; raises Conflict with the sentence for `status` if illegal."""
    step = table[verb]
    if status not in step.sources:
        raise Conflict(now_words[status])
    return step

"""Make one move of a small life unless somebody else was first."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from piccolo.columns import Column
from piccolo.custom_types import Combinable
from piccolo.table import Table


class Legal(Protocol):
    """A line of any table of moves: `app/rules/moves.py` or `app/rules/boots/states.py`."""

    @property
    def sources(self) -> frozenset[Any]:
        """Where it may start."""

    @property
    def target(self) -> StrEnum:
        """Where it ends."""


async def win_move(
    table: type[Table],
    row: Combinable,
    status: Column,
    step: Legal,
    more: Mapping[Any, Any] | None = None,  # columns; a mapping is invariant in its keys
) -> bool:
    """Move the row's `status` by a guarded update and set `more` with it (rule B1 and its like).

    False when the row stands where `step` may not start: then nothing was changed, and whatever
    belongs to the move is somebody else's to do.
    """
    values: dict[Column | str, Any] = {status: step.target.value, **(more or {})}
    won = (
        await table.update(values)
        .where(row, status.is_in(sorted(source.value for source in step.sources)))
        .returning(status)
    )
    return bool(won)

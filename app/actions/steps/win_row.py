"""Make one move of one row, by its id, unless somebody else was first."""

from collections.abc import Mapping
from typing import Any

from app.actions.steps.win_move import Legal
from app.db import ask, in_list


async def win_row(
    table: str, row_id: int, step: Legal, more: Mapping[str, Any] | None = None
) -> bool:
    """What `win_move` does to the column `status`, written out because somebody waits (rule B1).

    `more` holds columns and values that are set with it. False: nothing was changed.
    """
    values = {"status": step.target.value, **(more or {})}
    sources = sorted(source.value for source in step.sources)
    sets = ", ".join(f"{column} = {{}}" for column in values)
    # Our own names alone; what people typed is among the values.
    move = f"UPDATE {table} SET {sets} WHERE id = {{}} AND status IN (...) RETURNING id"  # noqa: S608
    return bool(await ask(in_list(move, len(sources)), *values.values(), row_id, *sources))

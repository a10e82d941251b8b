"""SQL that says in which of many classes a value lies, in the words of both engines."""

from collections.abc import Sequence
from typing import Any


def class_of(column: str, bounds: Sequence[Any], values: list[Any]) -> str:
    """The number of ascending `bounds` that `column` has reached; NULL for NULL.

    A balanced tree of comparisons, with a `{}` for each of the `values` it appends: with sixty
    classes six comparisons a row.
    """
    return f"CASE WHEN {column} IS NOT NULL THEN {_tree(column, bounds, 0, values)} END"


def _tree(column: str, bounds: Sequence[Any], first: int, values: list[Any]) -> str:
    if not bounds:
        return str(first)
    middle = len(bounds) // 2
    values.append(bounds[middle])
    below = _tree(column, bounds[:middle], first, values)
    above = _tree(column, bounds[middle + 1 :], first + middle + 1, values)
    return f"CASE WHEN {column} < {{}} THEN {below} ELSE {above} END"

"""SQL written out by hand, ready for either driver without Piccolo's composing."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from piccolo.querystring import QueryString


class Written(QueryString):
    """One whole statement with a `{}` for each of its plain values.

    The stock class searches every value for columns and inner queries and takes the text apart
    each time, which took as long as asking the database (target P3).
    """

    __slots__ = ()

    def __init__(self, sql: str, values: Sequence[Any]) -> None:
        self.template = sql
        self.args = values
        self.columns = ()
        self.query_type = "generic"
        self.table = None
        self._frozen_compiled_strings = None
        self._alias = None

    def compile_string(self, engine_type: str = "postgres") -> tuple[str, list[Any]]:
        """The statement as the driver wants it, and its values."""
        return _in_words_of(engine_type, self.template), list(self.args)


@lru_cache(maxsize=1024)
def _in_words_of(engine_type: str, sql: str) -> str:
    first, *others = sql.split("{}")
    marks = "?" if engine_type == "sqlite" else "${}"
    return first + "".join(
        marks.format(number) + part for number, part in enumerate(others, start=1)
    )

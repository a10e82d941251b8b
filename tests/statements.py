"""Sees every SQL statement the application sends while a block runs, on either engine."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.db import database


@dataclass(frozen=True)
class Statement:
    """One statement as the driver got it, what it returned, and whether a transaction was open."""

    sql: str
    args: tuple[Any, ...]
    rows: list[dict[str, Any]]
    in_transaction: bool


@contextlib.contextmanager
def recorded_statements() -> Iterator[list[Statement]]:
    """The statements run inside the block, in order; BEGIN and COMMIT are not among them."""
    engine = database()
    kind = type(engine)
    run = kind.run_querystring
    seen: list[Statement] = []

    async def recording(self: Any, querystring: Any, *more: Any, **named: Any) -> Any:
        open_now = self.current_transaction.get() is not None
        answer = await run(self, querystring, *more, **named)
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        rows = [dict(row) for row in answer or []]
        seen.append(Statement(sql, tuple(args), rows, open_now))
        return answer

    kind.run_querystring = recording  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        kind.run_querystring = run  # type: ignore[method-assign]

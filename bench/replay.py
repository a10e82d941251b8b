"""The yardstick of P2: the very statements of the action, sent by raw asyncpg."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

import asyncpg

from tests.statements import Statement

# Where a parameter comes from when it is not as recorded: (statement, column) of an earlier row.
Source = tuple[int, str]
Sources = dict[tuple[int, int], Source]


def find_sources(actions: Sequence[Sequence[Statement]]) -> Sources:
    """Which parameters (statement, position) are ids the database gave out just before.

    A parameter counts as one when it equals the same column of the same earlier statement in
    every recorded action; the caller lets each table's ids start elsewhere, so none match by luck.
    Raises `ValueError` when two actions do not send the same statements.
    """
    first = actions[0]
    if any([s.sql for s in action] != [s.sql for s in first] for action in actions):
        raise ValueError("the recorded actions do not send the same statements")
    sources: Sources = {}
    for later, statement in enumerate(first):
        for position in range(len(statement.args)):
            for earlier, column in _given_out(first[:later]):
                if all(
                    _same(action[later].args[position], action[earlier].rows[0][column])
                    for action in actions
                ) and any(
                    action[later].args[position] != statement.args[position] for action in actions
                ):
                    sources[later, position] = (earlier, column)
    return sources


def _given_out(statements: Sequence[Statement]) -> list[Source]:
    return [
        (number, column)
        for number, statement in enumerate(statements)
        if statement.in_transaction and statement.rows
        for column in statement.rows[0]
    ]


def _same(arg: Any, value: Any) -> bool:
    return type(arg) is int and arg == value


async def replay(
    pool: asyncpg.Pool, actions: Sequence[Sequence[Statement]], sources: Sources, officers: int
) -> float:
    """Send all recorded actions by `officers` at once; returns how many a second committed."""
    turns = iter(actions)

    async def one_officer() -> None:
        for action in turns:
            await _send(pool, action, sources)

    started = time.perf_counter()
    await asyncio.gather(*(one_officer() for _ in range(officers)))
    return len(actions) / (time.perf_counter() - started)


async def _send(pool: asyncpg.Pool, action: Sequence[Statement], sources: Sources) -> None:
    rows: list[Any] = []
    async with AsyncExitStack() as stack:
        connection: Any = None
        for number, statement in enumerate(action):
            args = [
                rows[sources[number, position][0]][0][sources[number, position][1]]
                if (number, position) in sources
                else arg
                for position, arg in enumerate(statement.args)
            ]
            if statement.in_transaction and connection is None:
                connection = await stack.enter_async_context(pool.acquire())
                await stack.enter_async_context(connection.transaction())
            rows.append(await (connection or pool).fetch(statement.sql, *args))

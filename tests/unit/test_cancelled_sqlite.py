"""Somebody hangs up in the middle of SQLite work; the next one must find nothing of it."""

import asyncio
import contextlib
import contextvars
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from piccolo.engine.sqlite import TransactionType
from piccolo.querystring import QueryString

from app.engines.sqlite import PooledSQLite


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[PooledSQLite]:
    """A database of one table, whatever engine the run is about."""
    made = PooledSQLite(str(tmp_path / "cancelled.sqlite"))
    await run(made, "CREATE TABLE note (word TEXT)")
    yield made
    await made.close_connection_pool()


async def run(engine: PooledSQLite, sql: str, *values: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await engine.run_querystring(QueryString(sql, *values))
    return rows


async def words(engine: PooledSQLite) -> list[str]:
    return [row["word"] for row in await run(engine, "SELECT word FROM note ORDER BY rowid")]


async def write(engine: PooledSQLite, word: str) -> None:
    async with engine.transaction(TransactionType.immediate):
        await run(engine, "INSERT INTO note (word) VALUES ({})", word)


class Slow:
    """The writer, telling when it begins `word` and slow enough to be cancelled meanwhile."""

    def __init__(self, real: sqlite3.Connection, word: str, trouble: Exception | None) -> None:
        self._real, self._word, self._trouble = real, word, trouble
        self._loop = asyncio.get_running_loop()
        self.begun = asyncio.Event()

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql.startswith(self._word):
            self._loop.call_soon_threadsafe(self.begun.set)
            time.sleep(0.05)
            if self._trouble is not None:
                raise self._trouble
        return self._real.execute(sql, *values)

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction


@contextlib.contextmanager
def slow_at(
    word: str, engine: PooledSQLite, trouble: Exception | None = None
) -> Iterator[asyncio.Event]:
    """The engine's writer is slow at one statement; yields what tells that it has begun."""
    connections = engine.connections()
    real = connections.writer()
    slow = Slow(real, word, trouble)
    connections._writer = cast("sqlite3.Connection", slow)
    try:
        yield slow.begun
    finally:
        connections._writer = real


async def cancelled_during(word: str, engine: PooledSQLite, times: int) -> None:
    """Write "lost" and hang up as soon as `word` has begun, again and again."""
    with slow_at(word, engine) as begun:
        task = asyncio.create_task(write(engine, "lost"))
        await asyncio.wait_for(begun.wait(), 5)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0.01)
        with pytest.raises(asyncio.CancelledError):
            await task


async def check_clean(engine: PooledSQLite) -> None:
    """The writer is outside any transaction and the next one gets it at once."""
    connections = engine.connections()
    assert not connections.writing.locked()
    assert not connections.writer().in_transaction
    async with asyncio.timeout(2):
        await write(engine, "next")


@pytest.mark.parametrize("times", [1, 3])
async def test_cancelled_during_begin_nothing_is_written_and_all_is_free(
    engine: PooledSQLite, times: int
) -> None:
    await cancelled_during("BEGIN", engine, times)
    await check_clean(engine)
    assert await words(engine) == ["next"]


@pytest.mark.parametrize("times", [1, 3])
async def test_cancelled_during_commit_the_commit_is_carried_out_and_all_is_free(
    engine: PooledSQLite, times: int
) -> None:
    """Too late to take it back: the driver's thread commits whether anybody waits or not."""
    await cancelled_during("COMMIT", engine, times)
    await check_clean(engine)
    assert await words(engine) == ["lost", "next"]


async def test_cancelled_inside_the_transaction_it_is_rolled_back(engine: PooledSQLite) -> None:
    inside = asyncio.Event()

    async def interrupted() -> None:
        async with engine.transaction(TransactionType.immediate):
            await run(engine, "INSERT INTO note (word) VALUES ('lost')")
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(interrupted())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await check_clean(engine)
    assert await words(engine) == ["next"]


async def test_cancelled_while_waiting_for_the_lock_leaves_it_to_the_others(
    engine: PooledSQLite,
) -> None:
    async with engine.transaction(TransactionType.immediate):
        # A context of its own, so that it is no part of this transaction.
        waiting = asyncio.get_running_loop().create_task(
            write(engine, "lost"), context=_without_transaction(engine)
        )
        await asyncio.sleep(0.02)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await check_clean(engine)
    assert await words(engine) == ["next"]


@pytest.mark.parametrize("word", ["BEGIN", "COMMIT"])
async def test_a_begin_or_commit_that_fails_writes_nothing_and_frees_all(
    engine: PooledSQLite, word: str
) -> None:
    trouble = sqlite3.OperationalError("disk full")
    with (
        slow_at(word, engine, trouble),
        pytest.raises(sqlite3.OperationalError, match="disk full"),
    ):
        await write(engine, "lost")
    await check_clean(engine)
    assert await words(engine) == ["next"]


async def test_a_statement_cancelled_outside_a_transaction_ends_before_the_next(
    engine: PooledSQLite,
) -> None:
    with slow_at("INSERT", engine) as begun:
        task = asyncio.create_task(run(engine, "INSERT INTO note (word) VALUES ('alone')"))
        await asyncio.wait_for(begun.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await check_clean(engine)
    assert await words(engine) == ["alone", "next"]


async def test_a_file_that_cannot_be_opened_leaves_the_lock_free(tmp_path: Path) -> None:
    made = PooledSQLite(str(tmp_path / "no folder" / "x.sqlite"))
    for _ in range(2):
        async with asyncio.timeout(2):
            with pytest.raises(sqlite3.OperationalError):
                await write(made, "lost")
    assert not made.connections().writing.locked()


def _without_transaction(engine: PooledSQLite) -> contextvars.Context:
    context = contextvars.copy_context()
    context.run(engine.current_transaction.set, None)
    return context

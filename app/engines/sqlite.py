"""SQLite: a few lasting connections per event loop, one writer, synchronous=FULL."""

import asyncio
import sqlite3
from collections.abc import Coroutine
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import aiosqlite
from piccolo.engine.sqlite import (
    SQLiteEngine,
    SQLiteTransaction,
    TransactionType,
    dict_factory,
)

from app.engines.refusals import translated

# FULL: with NORMAL a power loss takes back commits that were already acknowledged (measured).
PRAGMAS = (
    "PRAGMA foreign_keys = 1",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 10000",
)
READERS = 4

T = TypeVar("T")


class _Connections:
    """The persistent SQLite connections of one event loop: some readers and a single writer."""

    def __init__(self, kwargs: dict[str, Any]) -> None:
        self._kwargs = kwargs
        self._idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self._made = 0
        self._writer: sqlite3.Connection | None = None
        self.writing = asyncio.Lock()

    async def take(self) -> aiosqlite.Connection:
        """A connection for reading, at most `READERS` of them."""
        if not self._idle.empty() or self._made >= READERS:
            return await self._idle.get()
        self._made += 1
        try:
            connection = await aiosqlite.connect(**self._kwargs)
            connection.row_factory = dict_factory  # type: ignore[assignment]
            for pragma in PRAGMAS:
                await connection.execute(pragma)
        except BaseException:
            self._made -= 1
            raise
        return connection

    def give_back(self, connection: aiosqlite.Connection) -> None:
        self._idle.put_nowait(connection)

    def writer(self) -> sqlite3.Connection:
        """The one connection that writes; whoever uses it holds `writing`."""
        if self._writer is None:
            # Used by one thread at a time: `writing` sees to that.
            self._writer = sqlite3.connect(**self._kwargs, check_same_thread=False)
            self._writer.row_factory = dict_factory
            for pragma in PRAGMAS:
                self._writer.execute(pragma)
        return self._writer

    async def close(self) -> None:
        while self._made:
            connection = await self._idle.get()
            self._made -= 1
            await connection.close()
        async with self.writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None


class _SQLiteTransaction(SQLiteTransaction):
    """Writes by the loop's one writer.

    Only BEGIN (which may wait for another process) and COMMIT (which waits for the disk) go to a
    thread. The statements between them take microseconds; a thread's answer takes ten times that.
    """

    __slots__ = ("_connections",)

    async def __aenter__(self) -> "_SQLiteTransaction":
        self._connections = self.engine.connections()  # type: ignore[attr-defined]
        await self._connections.writing.acquire()
        try:
            self.connection = self._connections.writer()
        except BaseException:
            self._connections.writing.release()
            raise
        try:
            await _to_the_end(asyncio.to_thread(self.connection.execute, "BEGIN IMMEDIATE"))
        except BaseException:
            await _to_the_end(self._finish(failed=True))
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.engine.current_transaction.reset(self.context)
        await _to_the_end(self._finish(failed=error is not None))
        return error is None

    async def _finish(self, *, failed: bool) -> None:
        """Commit or roll back, and only then let the next one write."""
        try:
            if not failed:
                await asyncio.to_thread(self.connection.execute, "COMMIT")
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self._connections.writing.release()


async def _to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Wait until `work` is done even when cancelled meanwhile; the cancellation goes on after it.

    The driver's thread carries out what it was given in any case: whoever stops waiting for it
    would hand on a connection with an open transaction.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    answer = task.result()
    if cancelled is not None:
        raise cancelled
    return answer


class PooledSQLite(SQLiteEngine):
    """SQLite with a few lasting connections per event loop and one writer at a time.

    The stock engine opens a connection and a thread per query, and its DEFERRED transactions
    fail with "database is locked" as soon as two of them read before writing.
    """

    __slots__ = ("_pools",)

    def __init__(self, path: str) -> None:
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, _Connections] = (
            WeakKeyDictionary()
        )
        super().__init__(path)

    def connections(self) -> _Connections:
        """The connections of the running event loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            self._pools[loop] = _Connections(self.connection_kwargs)
        return self._pools[loop]

    async def start_connection_pool(self) -> None:
        """Open the first connection now, so that a wrong path fails at start."""
        connections = self.connections()
        connections.give_back(await connections.take())

    async def close_connection_pool(self) -> None:
        """Close the running loop's connections."""
        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await pool.close()

    def transaction(  # type: ignore[override]
        self,
        transaction_type: TransactionType = TransactionType.immediate,  # noqa: ARG002
        allow_nested: bool = False,  # noqa: ARG002
    ) -> _SQLiteTransaction:
        """A write transaction; nesting is refused, it would join silently."""
        return _SQLiteTransaction(
            engine=self, transaction_type=TransactionType.immediate, allow_nested=False
        )

    async def run_querystring(self, querystring: Any, in_pool: bool = False) -> Any:
        """Run one statement; a refused unique index comes out as `Taken`."""
        with translated():
            return await super().run_querystring(querystring, in_pool)

    async def _run_in_new_connection(self, query: str, args: Any = None, *_: Any, **__: Any) -> Any:
        connections = self.connections()
        if query.lstrip()[:6].upper() == "SELECT":
            connection = await connections.take()
            try:
                return list(await connection.execute_fetchall(query, args or []))
            finally:
                connections.give_back(connection)
        async with connections.writing:
            # To the end even when cancelled: the next writer must find the connection idle.
            return await _to_the_end(
                asyncio.to_thread(_fetch_all, connections.writer(), query, args)
            )

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: Any = None, *_: Any, **__: Any
    ) -> Any:
        return _fetch_all(connection, query, args)


def _fetch_all(connection: sqlite3.Connection, query: str, args: Any) -> list[Any]:
    return connection.execute(query, args or []).fetchall()

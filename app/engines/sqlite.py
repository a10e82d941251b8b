"""SQLite: a few lasting connections per event loop, one writer, synchronous=FULL."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any
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
SQLITE_CONNECTIONS = 4


class _Connections:
    """The persistent SQLite connections of one event loop and its single write lock."""

    def __init__(self, kwargs: dict[str, Any]) -> None:
        self._kwargs = kwargs
        self._idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self._made = 0
        self.writing = asyncio.Lock()

    async def take(self) -> aiosqlite.Connection:
        if not self._idle.empty() or self._made >= SQLITE_CONNECTIONS:
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

    async def close(self) -> None:
        while self._made:
            connection = await self._idle.get()
            self._made -= 1
            await connection.close()


class _SQLiteTransaction(SQLiteTransaction):
    """Holds the loop's write lock and gives its connection back whatever happens."""

    __slots__ = ("_connections",)

    async def __aenter__(self) -> "_SQLiteTransaction":
        self._connections = self.engine.connections()  # type: ignore[attr-defined]
        await self._connections.writing.acquire()
        try:
            self.connection = await self._connections.take()
        except BaseException:
            self._connections.writing.release()
            raise
        try:
            await _to_the_end(self.begin())
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
        """Commit or roll back, and only then let the next one have connection and lock."""
        try:
            if not failed:
                await self.commit()
        finally:
            if self.connection.in_transaction:
                await self.rollback()
            self._connections.give_back(self.connection)
            self._connections.writing.release()


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
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
    task.result()
    if cancelled is not None:
        raise cancelled


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
        reading = query.lstrip()[:6].upper() == "SELECT"
        async with contextlib.nullcontext() if reading else connections.writing:
            connection = await connections.take()
            try:
                return list(await connection.execute_fetchall(query, args or []))
            finally:
                connections.give_back(connection)

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: Any = None, *_: Any, **__: Any
    ) -> Any:
        return list(await connection.execute_fetchall(query, args or []))

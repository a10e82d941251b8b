"""PostgreSQL: a pool per event loop that loses no connection."""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from app.engines.refusals import translated


class _PostgresTransaction(PostgresTransaction):
    """Gives its connection back even when BEGIN or COMMIT fails."""

    __slots__ = ("_pool",)

    async def __aenter__(self) -> "_PostgresTransaction":
        self._pool = self.engine.pool
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> bool:
        try:
            if error is not None:
                if not self._rolled_back:
                    await self.rollback()
            elif not self._committed and not self._rolled_back:
                await self.commit()
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return error is None

    async def _give_back(self) -> None:
        if self._pool is not None:
            await asyncio.shield(self._pool.release(self.connection))
        else:
            await self.connection.close()


async def _nothing_to_reset(_: Any) -> None:
    """Sessions hold nothing of ours (no SET, no LISTEN, no session lock); asyncpg still rolls back.

    Its stock reset is a second round trip for every statement outside a transaction.
    """


class LoopPostgres(PostgresEngine):
    """PostgreSQL with a pool per event loop: one pool shared by two loops hangs (measured)."""

    __slots__ = ("_pools", "_size")

    def __init__(self, config: dict[str, Any], size: int) -> None:
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()
        self._size = size
        super().__init__(config)

    @property
    def pool(self) -> Any:
        """The pool of the running event loop, or None before `start_connection_pool`."""
        try:
            return self._pools.get(asyncio.get_running_loop())
        except RuntimeError:
            return None

    @pool.setter
    def pool(self, value: Any) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # the stock constructor sets None before any loop runs
        if value is None:
            self._pools.pop(loop, None)
        else:
            self._pools[loop] = value

    async def check_version(self) -> None:
        """Nothing: the stock engine would connect at import time."""

    async def prep_database(self) -> None:
        """Nothing: no extension is used."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        """Open the running loop's pool. Raises `DatabaseDown` when nobody answers."""
        if self.pool is None:
            with translated():
                await super().start_connection_pool(
                    min_size=1,
                    max_size=self._size,
                    timeout=5,
                    command_timeout=30,
                    reset=_nothing_to_reset,
                    # Compiling a report's statement took longer than it saved (measured, P6).
                    server_settings={"jit": "off"},
                    **kwargs,
                )

    async def close_connection_pool(self) -> None:
        """Close the running loop's pool; closing twice is no error."""
        if self.pool is not None:
            await super().close_connection_pool()

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:
        """Run one statement; errors come out as `Taken` and `DatabaseDown`."""
        with translated():
            return await super().run_querystring(querystring, in_pool)

    def transaction(  # (its callers' argument: joining silently is never allowed)
        self,
        allow_nested: bool = False,  # noqa: ARG002
    ) -> _PostgresTransaction:
        """A transaction; nesting is refused, it would join silently."""
        return _PostgresTransaction(engine=self, allow_nested=False)

"""Where promises are kept: the keepers, and the one event loop they run on."""

import asyncio
from collections.abc import Mapping

from app.actions.outbox.keep_due import Keeper, keep_due
from app.rules.effects import Effect


class Workshop:
    """Actors run in the broker's threads; here their work is handed to the loop with the pool."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._keepers: Mapping[Effect, Keeper] = {}

    def open(self, keepers: Mapping[Effect, Keeper]) -> None:
        """Start taking work on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._keepers = keepers

    def close(self) -> None:
        """Take no more work; what is due waits in the outbox."""
        self._loop = None

    async def keep(self, queue: str) -> int:
        """Keep everything due in `queue`; returns how many promises were tried."""
        return await keep_due(queue, self._keepers)

    def keep_from_thread(self, queue: str) -> None:
        """The same, called from a broker's thread; waits until it is done."""
        if self._loop is None:
            return  # closing: the sweep of the next process finds what is due
        asyncio.run_coroutine_threadsafe(self.keep(queue), self._loop).result()

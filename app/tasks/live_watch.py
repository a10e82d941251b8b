"""Heals lost hints: one look a process every two seconds, however many screens are open."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from app.actions.live.tell_missed import Swept, tell_missed
from app.gateways.live.signals import Changed, Signal, Signals

EVERY_SECONDS = 2.0

_log = logging.getLogger(__name__)


class LiveWatch:
    """Compares what hints announced in this process with what the database says (rule L2)."""

    def __init__(self, signals: Signals, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._signals = signals
        self._every_seconds = every_seconds
        self._heard: dict[int, int] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Watch until the block is left."""
        async with self._signals.subscribe() as news:
            tasks = [asyncio.create_task(self._listen(news)), asyncio.create_task(self._watch())]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, news: AsyncIterator[Signal]) -> None:
        async for signal in news:
            if isinstance(signal, Changed):
                reached = max(signal.revision, self._heard.get(signal.boot_id, 0))
                self._heard[signal.boot_id] = reached

    async def _watch(self) -> None:
        swept: Swept | None = None
        while True:
            try:
                swept = await tell_missed(self._signals, swept, self._heard)
            except Exception:  # noqa: BLE001  (a database that is away comes back; go on then)
                _log.exception("the sweep for lost hints failed")
            else:
                self._forget(swept.revision)
            await asyncio.sleep(self._every_seconds)

    def _forget(self, revision: int) -> None:
        for boot_id, reached in list(self._heard.items()):
            if reached <= revision:
                del self._heard[boot_id]

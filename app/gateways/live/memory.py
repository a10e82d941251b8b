"""Carries hints inside one process; also hands out those that arrive from others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.gateways.live.signals import CatchUp, Changed, Signal

# More boots than this changing unread means that reading everything is cheaper.
BACKLOG = 200


class MemorySignals:
    """A `Signals` for one process and one event loop."""

    def __init__(self, *, backlog: int = BACKLOG) -> None:
        self._backlog = backlog
        self._subscribers: set[_Subscriber] = set()
        self._closed = False

    async def publish(self, changed: Changed) -> None:
        """See `Signals.publish`."""
        self.hand_out(changed)

    def hand_out(self, signal: Signal) -> None:
        """See `Signals.hand_out`."""
        for subscriber in self._subscribers:
            subscriber.leave(signal)

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[AsyncIterator[Signal]]:
        """See `Signals.subscribe`."""
        subscriber = _Subscriber(self._backlog)
        if self._closed:
            subscriber.end()
        self._subscribers.add(subscriber)
        try:
            yield subscriber
        finally:
            self._subscribers.discard(subscriber)

    async def close(self) -> None:
        """See `Signals.close`."""
        self._closed = True
        for subscriber in self._subscribers:
            subscriber.end()


class _Subscriber:
    """What one reader has not read yet: the last revision of each boot, or *catch up*."""

    def __init__(self, backlog: int) -> None:
        self._backlog = backlog
        self._unread: dict[int, int] = {}
        self._catch_up = False
        self._ended = False
        self._news = asyncio.Event()

    def leave(self, signal: Signal) -> None:
        if isinstance(signal, CatchUp):
            self._unread.clear()
            self._catch_up = True
        elif not self._catch_up:
            # Hints overtake each other; an older revision never hides a newer one.
            revision = max(signal.revision, self._unread.get(signal.boot_id, 0))
            self._unread[signal.boot_id] = revision
            if len(self._unread) > self._backlog:
                self._unread.clear()
                self._catch_up = True
        self._news.set()

    def end(self) -> None:
        self._ended = True
        self._news.set()

    def __aiter__(self) -> AsyncIterator[Signal]:
        return self

    async def __anext__(self) -> Signal:
        while not self._ended:
            if self._catch_up:
                self._catch_up = False
                return CatchUp()
            if self._unread:
                boot_id = next(iter(self._unread))
                return Changed(boot_id, self._unread.pop(boot_id))
            self._news.clear()
            await self._news.wait()
        raise StopAsyncIteration

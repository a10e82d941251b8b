"""Where promises are kept: for each queue one bench with a few places, on one event loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

import structlog

from app.actions.outbox.keep_promise import Keeper, keep_promise
from app.actions.outbox.lease_due import Promise, lease_due
from app.rules.outbox.effects import QUEUES, RELEASES, Effect

log = structlog.get_logger("worker")

# Release and mail: together as many as the postman has connections. Paper: one child process at
# a time.
PLACES = {RELEASES: 4, "mail": 4, "money": 4, "paper": 1, "books": 1}
# While a release mail is being sent, other mail has a single place: it goes on, but in no hurry.
GIVES_WAY = {"mail": RELEASES}
# At a stop, what is being done may finish; the rest waits in the outbox.
LAST_SECONDS = 5.0


class Workshop:
    """Keeps what is due in the outbox: at once when a bell rings, and every few seconds anyway.

    A slow promise holds one place of its own queue and nothing else (rule E4).
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bells: dict[str, asyncio.Event] = {}
        self._busy = dict.fromkeys(QUEUES, 0)
        self._keepers: Mapping[Effect, Keeper] = {}

    def open(self, keepers: Mapping[Effect, Keeper]) -> None:
        """Get ready on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._keepers = keepers
        self._bells = {queue: asyncio.Event() for queue in QUEUES}

    def wake_from_thread(self, queue: str) -> None:
        """A broker's thread says that `queue` has something due; never waits."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._bells[queue].set)

    @contextlib.asynccontextmanager
    async def at_work(self, every_seconds: float) -> AsyncIterator[None]:
        """Keep promises for as long as the context lasts; look unasked `every_seconds`."""
        stopping = asyncio.Event()
        benches = [
            asyncio.create_task(self._bench(queue, every_seconds, stopping)) for queue in QUEUES
        ]
        try:
            yield
        finally:
            self._loop = None
            stopping.set()
            for bell in self._bells.values():
                bell.set()
            _, late = await asyncio.wait(benches, timeout=LAST_SECONDS)
            for bench in late:
                bench.cancel()
            await asyncio.gather(*benches, return_exceptions=True)

    async def _bench(self, queue: str, every_seconds: float, stopping: asyncio.Event) -> None:
        bell = self._bells[queue]
        doing: set[asyncio.Task[None]] = set()
        try:
            while not stopping.is_set():
                bell.clear()
                doing |= await self._begin(queue, self._places(queue) - len(doing))
                self._busy[queue] = len(doing)
                doing = await _until_something_happens(bell, doing, every_seconds)
            if doing:
                await asyncio.wait(doing)
        finally:
            for task in doing:
                task.cancel()

    def _places(self, queue: str) -> int:
        """How many promises of `queue` may be kept at once just now."""
        first = GIVES_WAY.get(queue)
        return 1 if first and self._busy[first] else PLACES[queue]

    async def _begin(self, queue: str, places: int) -> set[asyncio.Task[None]]:
        if places <= 0:
            return set()
        try:
            due = await lease_due(queue, places)
        except Exception:
            # Whatever is wrong with the database, the next round tries again.
            log.exception("could not look into the outbox", queue=queue)
            return set()
        return {asyncio.create_task(self._keep(promise)) for promise in due}

    async def _keep(self, promise: Promise) -> None:
        try:
            await keep_promise(promise, self._keepers)
        except Exception:
            # It could not even be noted: the lease runs out and the promise is tried again.
            log.exception("could not note a promise", outbox=promise.id)


async def _until_something_happens(
    bell: asyncio.Event, doing: set[asyncio.Task[None]], seconds: float
) -> set[asyncio.Task[None]]:
    """Wait for the bell, for a free place or for the time; returns what is still being done."""
    ring = asyncio.create_task(bell.wait())
    try:
        done, _ = await asyncio.wait(
            {ring, *doing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        ring.cancel()
    return doing - done

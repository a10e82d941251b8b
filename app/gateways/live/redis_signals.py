"""Carries hints between processes through Redis: one listening connection a process."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.gateways.live.memory import BACKLOG, MemorySignals
from app.gateways.live.signals import CatchUp, Changed, Signal

CHANNEL = "bootkeeper:changed"
_TIMEOUT_SECONDS = 2.0
# A request waits for this at most; the sweep is there anyway.
_PUBLISH_SECONDS = 0.5
# A connection that is silent for so long is asked whether it still lives.
_QUIET_SECONDS = 5.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0

_log = logging.getLogger(__name__)


class RedisSignals:
    """A `Signals` for many processes; belongs to one event loop.

    Subscribers of this process are told directly, the others through Redis, so that a lost Redis
    only silences the other processes. After every reconnect the subscribers catch up.
    """

    def __init__(self, url: str, *, channel: str = CHANNEL, backlog: int = BACKLOG) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=_TIMEOUT_SECONDS,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            decode_responses=True,
            # Its own retries would reconnect a listener unnoticed, and nobody would catch up.
            retry=Retry(NoBackoff(), 0),
        )
        self._channel = channel
        self._local = MemorySignals(backlog=backlog)
        self._origin = secrets.token_hex(8)
        self._listener: asyncio.Task[None] | None = None

    async def publish(self, changed: Changed) -> None:
        """See `Signals.publish`; a Redis that does not answer is logged."""
        self._local.hand_out(changed)
        message = f"{self._origin}:{changed.boot_id}:{changed.revision}"
        try:
            async with asyncio.timeout(_PUBLISH_SECONDS):
                await self._redis.publish(self._channel, message)
        except (RedisError, OSError) as error:
            _log.warning("hint not published: %s", type(error).__name__)

    def hand_out(self, signal: Signal) -> None:
        """See `Signals.hand_out`; nothing goes to Redis."""
        self._local.hand_out(signal)

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """See `Signals.subscribe`; the first subscriber starts the listening."""
        if self._listener is None:
            self._listener = asyncio.get_running_loop().create_task(self._listen())
        return self._local.subscribe()

    async def close(self) -> None:
        """See `Signals.close`."""
        await self._local.close()
        listener, self._listener = self._listener, None
        while listener is not None and not listener.done():
            # Once is not enough: a cancel that meets the client's own time limit gets lost.
            listener.cancel()
            await asyncio.wait({listener}, timeout=0.2)
        await self._redis.aclose()

    async def _listen(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(self._channel)
                    # Whatever was published while nobody listened is lost.
                    self._local.hand_out(CatchUp())
                    pause = _FIRST_PAUSE_SECONDS
                    await self._hand_on(pubsub)
            except (RedisError, OSError) as error:
                _log.warning("hints interrupted: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    async def _hand_on(self, pubsub: PubSub) -> None:
        """Hand on messages until the connection fails, which raises."""
        asked = False
        while True:
            message = await pubsub.get_message(timeout=_QUIET_SECONDS)
            if message is None and asked:
                raise ConnectionError("the connection is silent")
            asked = message is None
            if message is None:
                await pubsub.ping()
            elif message["type"] == "message":
                self._read(message["data"])

    def _read(self, text: str) -> None:
        origin, _, rest = text.partition(":")
        boot_id, _, revision = rest.partition(":")
        if origin == self._origin:
            return
        if boot_id.isdecimal() and revision.isdecimal():
            self._local.hand_out(Changed(int(boot_id), int(revision)))
        else:
            _log.warning("a hint that nobody here could have sent was dropped")

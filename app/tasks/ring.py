"""Ring after a commit: wake the worker, hint to dashboards. A lost ring heals by itself."""

import asyncio
from collections.abc import Mapping

import structlog
from dramatiq import Actor
from dramatiq.errors import DramatiqError
from redis.exceptions import RedisError

from app.gateways.live.signals import Changed, Signals
from app.rules.outbox.effects import RELEASES

log = structlog.get_logger("bell")


class BrokerBells:
    """`Bells` by the message broker and the live signals; never raises."""

    def __init__(
        self, actors: Mapping[str, Actor[[str], None]], signals: Signals, *, far: bool
    ) -> None:
        self._actors = actors
        self._signals = signals
        self._far = far

    async def ring(self, queues: frozenset[str]) -> None:
        """See `Bells.ring`; a broker across the network is rung from a thread."""
        if self._far:
            await asyncio.to_thread(self._ring_each, queues)
        else:
            self._ring_each(queues)

    def _ring_each(self, queues: frozenset[str]) -> None:
        """The release mails first: somebody waits at the kerb."""
        for queue in sorted(queues, key=lambda name: (name != RELEASES, name)):
            try:
                self._actors[queue].send(queue)
            except (DramatiqError, RedisError, OSError) as error:
                log.warning("bell lost, the sweep will find it", queue=queue, error=repr(error))

    async def hint(self, changed: Mapping[int, int]) -> None:
        """See `Bells.hint`."""
        for boot_id, revision in changed.items():
            await self._signals.publish(Changed(boot_id=boot_id, revision=revision))

"""Promises as a queue alone has them: a message to the worker after the commit, and no row."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from dramatiq.errors import DramatiqError
from redis.exceptions import RedisError

from app.actions.outbox.keep_promise import Keeper
from app.actions.steps.work import Work
from app.rules.errors import BootkeeperError
from app.rules.outbox.effects import Effect
from app.tasks.ring import BrokerBells
from app.tasks.workshop import Workshop

MESSAGE = "send mail:"
RETRY_SECONDS = 0.2

_open, _wake = Workshop.open, Workshop.wake_from_thread
_promise, _ring = Work.promise, BrokerBells.ring
_keepers: dict[Effect, Keeper] = {}
_tasks: set[asyncio.Task[None]] = set()


def install() -> None:
    """Mails of this process, web or worker, are promised by a message and by nothing else."""
    patch.object(Work, "promise", _promise_by_message).start()
    patch.object(BrokerBells, "ring", _ring_with_message).start()
    patch.object(Workshop, "open", _open_and_remember).start()
    patch.object(Workshop, "wake_from_thread", _wake_or_send).start()


async def _promise_by_message(
    work: Work, effect: Effect, subject_id: int, **more: Any
) -> int | None:
    if effect is not Effect.SEND_MAIL:
        return await _promise(work, effect, subject_id, **more)
    work._queues.add(f"{MESSAGE}{subject_id}")
    return None


async def _ring_with_message(bells: BrokerBells, queues: frozenset[str]) -> None:
    ours = {queue for queue in queues if queue.startswith(MESSAGE)}
    await _ring(bells, queues - ours)
    for message in ours:
        with contextlib.suppress(DramatiqError, RedisError, OSError):
            await asyncio.to_thread(bells._actors["mail"].send, message)


def _open_and_remember(workshop: Workshop, keepers: Mapping[Effect, Keeper]) -> None:
    _keepers.update(keepers)
    _open(workshop, keepers)


def _wake_or_send(workshop: Workshop, queue: str) -> None:
    if not queue.startswith(MESSAGE):
        _wake(workshop, queue)
    elif workshop._loop is not None:
        workshop._loop.call_soon_threadsafe(_begin, int(queue.removeprefix(MESSAGE)))


def _begin(mail_id: int) -> None:
    task = asyncio.create_task(_send(mail_id))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def _send(mail_id: int) -> None:
    """As often as it takes, for as long as this process lives."""
    while True:
        try:
            return await _keepers[Effect.SEND_MAIL](mail_id)
        except BootkeeperError:
            await asyncio.sleep(RETRY_SECONDS)

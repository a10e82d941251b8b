"""The doorbells of the worker, one a queue, so that mail never waits behind paper."""

from collections.abc import Callable, Mapping

from dramatiq import Actor, Broker

from app.rules.outbox.effects import QUEUES


def declare_actors(broker: Broker, keep: Callable[[str], None]) -> Mapping[str, Actor[[str], None]]:
    """Declare `keep_<queue>` for every queue of the outbox.

    No retries: the outbox has its own, and the sweep needs no bell.
    """
    return {
        queue: Actor(
            keep,
            actor_name=f"keep_{queue}",
            queue_name=queue,
            broker=broker,
            priority=0,
            options={"max_retries": 0},
        )
        for queue in QUEUES
    }

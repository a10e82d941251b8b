"""The message broker: inside the process, or Redis between processes."""

from dramatiq import Broker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker

from app.settings import Settings


def make_broker(settings: Settings) -> Broker:
    """A broker for the profile in force; it connects when first used.

    With Redis, a killed worker's messages return after seconds instead of minutes; either way
    the outbox holds the promise and the broker only rings.
    """
    if not settings.distributed:
        return StubBroker()
    return RedisBroker(
        url=settings.redis_url,
        heartbeat_timeout=5_000,
        maintenance_chance=200_000,
        socket_timeout=2,
        socket_connect_timeout=2,
    )

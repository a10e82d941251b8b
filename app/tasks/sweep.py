"""The sweep: look into the outbox every few seconds, whether a bell rang or not."""

import asyncio

import structlog

from app.rules.effects import QUEUES
from app.rules.errors import BootkeeperError
from app.tasks.workshop import Workshop

log = structlog.get_logger("sweep")


async def sweep_for_ever(workshop: Workshop, every_seconds: float) -> None:
    """Keep what is due in every queue, again and again, until cancelled.

    The database being away is no reason to stop: the next round tries again.
    """
    while True:
        try:
            await asyncio.gather(*(workshop.keep(queue) for queue in QUEUES))
        except BootkeeperError as error:
            log.warning("sweep put off", error=type(error).__name__)
        await asyncio.sleep(every_seconds)

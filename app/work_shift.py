"""The worker process of the distributed profile."""

import asyncio
import signal

import structlog

from app.db import close_database, open_database
from app.main import keeping, make_house
from app.settings import Settings

log = structlog.get_logger("worker")


async def work_shift(settings: Settings) -> None:
    """Keep promises until a stop signal arrives; what is unfinished stays in the outbox."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    house = make_house(settings)
    await open_database()
    try:
        async with keeping(house):
            log.info("worker ready")
            await stopping.wait()
    finally:
        await house.desk.providers.close()
        await house.desk.signals.close()
        await close_database()

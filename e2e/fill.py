"""Fills a migrated database with the demonstration town: `python -m e2e.fill`."""

import asyncio

from app.db import close_database, open_database
from app.demo.opening import Quiet
from app.demo.town import fill_town
from app.gateways.vault import Vault
from app.settings import load_settings


async def fill() -> None:
    """The same town as `make run` shows, in the database the environment names."""
    await open_database()
    try:
        await fill_town(Quiet(), Vault(load_settings().seal_keys))
    finally:
        await close_database()


if __name__ == "__main__":
    asyncio.run(fill())

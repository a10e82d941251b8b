"""Fills the database of DATABASE_URL with the demonstration town; prints a booted car's token."""

import asyncio

from app.db import close_database, open_database
from app.demo.opening import Quiet, booted_token
from app.demo.town import fill_town
from app.gateways.vault import Vault
from app.migrate import migrate
from app.settings import load_settings


async def settle() -> str:
    """Migrate, fill, and return the token of an issued boot's label."""
    await migrate()
    await open_database()
    try:
        await fill_town(Quiet(), Vault(load_settings().seal_keys))
        token = await booted_token()
    finally:
        await close_database()
    if token is None:
        raise RuntimeError("the demonstration town has no booted car")
    return token


if __name__ == "__main__":
    print(asyncio.run(settle()))

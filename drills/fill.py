"""`python -m drills.fill COUNT`: migrates, fills and prints so many open checkouts as JSON."""

import asyncio
import json
import sys
from dataclasses import asdict

from app.db import close_database, open_database
from app.migrate import migrate
from bench.payers import Payer, open_checkouts


async def fill(count: int) -> list[Payer]:
    """The database of DATABASE_URL with `count` booted cars whose drivers are about to pay."""
    await migrate()
    await open_database()
    try:
        return await open_checkouts(count)
    finally:
        await close_database()


if __name__ == "__main__":
    print(json.dumps([asdict(payer) for payer in asyncio.run(fill(int(sys.argv[1])))]))

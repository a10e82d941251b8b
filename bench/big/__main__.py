"""`python -m bench.big COUNT`: fill the database of DATABASE_URL with so many assignments."""

import asyncio
import sys
import time

from app.clock import now
from app.db import close_database, open_database
from app.demo.cast import PEOPLE
from app.migrate import migrate
from app.settings import load_settings
from bench.big.fill import NotEmpty, fill
from bench.big.stories import town_of


async def main(count: int) -> None:
    """Migrate and fill. Raises `NotEmpty`."""
    began = time.monotonic()
    await migrate()
    await open_database()
    try:
        await fill(town_of(count, now()))
    finally:
        await close_database()
    print(f"{count:,} assignments in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    try:
        asyncio.run(main(int(sys.argv[1])))
    except NotEmpty as refusal:
        sys.exit(str(refusal))
    print(f"Look at it: DATABASE_URL={load_settings().database_url} make run")
    for person in PEOPLE:
        print(f"  {person.email}  {person.password}")

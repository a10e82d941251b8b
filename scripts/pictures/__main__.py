"""Takes README's pictures: `python -m scripts.pictures`."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import TABLET, Visitors, chromium
from e2e.programs import Program
from e2e.town import EmbeddedTown
from scripts.pictures.desk import boots, labels, letters, life, report, stock_take, wall
from scripts.pictures.keep import PICTURES
from scripts.pictures.money import money
from scripts.pictures.street import driver, french, officer

BUSY_CASES = 20_000


async def main() -> None:
    """Live through a booting once and look at each screen; then at a town of some size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser:
        async with town_of(browser) as (town, visitors):
            await officer(await visitors.staff(Role.officer, TABLET))
            await driver(visitors, town)
            with Clerk(town) as clerk:
                await french(visitors, clerk)
                await money(visitors, clerk)
                await life(visitors, clerk, "Red Boot 01")
                await letters(visitors)
                await labels(visitors, clerk, town.folder)
                await stock_take(visitors, clerk)
        async with town_of(browser, BUSY_CASES) as (_, visitors):
            await wall(visitors)
            await boots(visitors)
            await report(visitors)


@asynccontextmanager
async def town_of(browser: Browser, cases: int = 0) -> AsyncIterator[tuple[EmbeddedTown, Visitors]]:
    """The demonstration town, or with `cases` one in which so much has happened already."""
    with tempfile.TemporaryDirectory(prefix="bootkeeper-pictures-") as folder:
        town = EmbeddedTown(Path(folder), smtp_url="")
        try:
            if cases:
                filling = Program(
                    ["bench.big", str(cases)], town.environment(), town.folder / "big.log"
                )
                filling.start()
                await asyncio.to_thread(filling.finish)
            await asyncio.to_thread(town.start)
            async with AsyncExitStack() as contexts:
                yield town, Visitors(browser, town, contexts)
        finally:
            await asyncio.to_thread(town.stop)


if __name__ == "__main__":
    asyncio.run(main())

"""P3: settling a payment at the action, beside the same SQL, and telling it once more."""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.db import close_database, database, open_database
from app.migrate import migrate
from bench.compare import AT_ONCE, compare, start_ids_apart
from bench.figures import Figure, median
from bench.payers import Payer, open_checkouts
from bench.planted import PLANTED_SECONDS
from bench.programs import environment, output_of
from bench.tills import Till
from tests.servers import PostgresServer

LEAST_RATIO = 0.35
LEAST_DUPLICATES = 3.0


def measure_settling(
    folder: Path, server: PostgresServer, *, rounds: int, payments: int, planted: bool
) -> list[Figure]:
    """The action and its statements by turns on PostgreSQL, and copies of its notices."""
    numbers = [str(rounds), str(payments), str(PLANTED_SECONDS if planted else 0)]
    stock = server.create_database("settling_stock")
    payers = folder / "settling.json"
    payers.write_text(
        output_of(["bench.settling", "stock", *numbers, ""], environment(folder, stock))
    )
    urls = [
        server.create_database(f"settling_{name}", template="settling_stock")
        for name in ("dictated", "action", "raw", "copies")
    ]
    beside, copies = (
        json.loads(output_of(["bench.settling", *words, *more], environment(folder, url)))
        for words, more, url in (
            (["beside", *numbers, str(payers)], urls[1:3], urls[0]),
            (["copies", *numbers, str(payers)], [], urls[3]),
        )
    )
    ratio = median(beside["action"]) / median(beside["raw"])
    faster = median(copies["copies"]) / median(copies["first"])
    return [
        Figure(
            f"P3 settlement, {beside['statements']} statements, {AT_ONCE} at once",
            f"≥ {LEAST_RATIO} of raw asyncpg",
            f"{median(beside['action']):,.0f}/s, raw {median(beside['raw']):,.0f}/s",
            ratio,
            ratio >= LEAST_RATIO,
        ),
        Figure(
            "P3 a copy of a notice",
            f"≥ {LEAST_DUPLICATES:.0f} × a settlement",
            f"{median(copies['copies']):,.0f}/s, first {median(copies['first']):,.0f}/s",
            faster,
            faster >= LEAST_DUPLICATES,
        ),
    ]


async def stock(rounds: int, payments: int, _: float, __: str) -> list[dict[str, Any]]:
    """Make the database; the open checkouts in it."""
    await migrate()
    await open_database()
    await start_ids_apart()
    payers = await open_checkouts(rounds * payments)
    await close_database()
    return [asdict(payer) for payer in payers]


async def beside(
    rounds: int, payments: int, planted: float, payers: str, action_url: str, raw_url: str
) -> dict[str, Any]:
    """The action and its statements."""
    waiting = [Payer(**payer) for payer in json.loads(Path(payers).read_text())]

    async def find() -> Till:
        acting = database().config["dsn"] == action_url  # type: ignore[attr-defined]
        return Till(waiting, planted if acting else 0)

    return await compare(find, rounds, payments, action_url, raw_url)


async def copies(rounds: int, payments: int, planted: float, payers: str) -> dict[str, Any]:
    """Settlements and their copies by turns."""
    till = Till([Payer(**payer) for payer in json.loads(Path(payers).read_text())], planted)
    await open_database()
    rates: dict[str, Any] = {"first": [], "copies": []}
    for _ in range(rounds):
        rates["first"].append(await till.do_many(payments, AT_ONCE))
        rates["copies"].append(await till.repeat_many(payments, AT_ONCE))
    await close_database()
    return rates


if __name__ == "__main__":
    task, rounds_word, payments_word, planted_word, payers_word, *addresses = sys.argv[1:]
    tasks: dict[str, Any] = {"stock": stock, "beside": beside, "copies": copies}
    print(
        json.dumps(
            asyncio.run(
                tasks[task](
                    int(rounds_word),
                    int(payments_word),
                    float(planted_word),
                    payers_word,
                    *addresses,
                )
            )
        )
    )

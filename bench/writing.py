"""P2: writing a booted violation at the action, beside the same SQL without the action."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import asyncpg

from app.db import close_database, database, open_database
from app.migrate import migrate
from app.tables.boots.boot import Boot
from bench.figures import Figure, median
from bench.officers import Shift, fill_store_room, find_shift
from bench.programs import environment, output_of
from bench.replay import find_sources, replay
from tests.servers import PostgresServer
from tests.statements import Statement, recorded_statements

OFFICERS = 8
CONNECTIONS = 10
LEAST_RATIO = 0.35
LEAST_SQLITE_PER_SECOND = 300
SYNCHRONOUS_FULL = 2


def measure_writing(
    folder: Path, server: PostgresServer, *, rounds: int, writes: int
) -> list[Figure]:
    """The action and its statements by turns on PostgreSQL, then the action on SQLite."""
    numbers = [str(rounds), str(writes)]
    stock = server.create_database("writing_stock")
    output_of(["bench.writing", "stock", *numbers], environment(folder, stock))
    urls = [
        server.create_database(f"writing_{name}", template="writing_stock")
        for name in ("dictated", "action", "raw")
    ]
    postgres = json.loads(
        output_of(["bench.writing", "compare", *numbers, *urls[1:]], environment(folder, urls[0]))
    )
    lite = environment(folder, f"sqlite:///{folder / 'writing.sqlite'}")
    output_of(["bench.writing", "stock", *numbers], lite)
    sqlite = json.loads(output_of(["bench.writing", "alone", *numbers], lite))
    ratio = median(postgres["action"]) / median(postgres["raw"])
    return [
        Figure(
            f"P2 booted violation, PostgreSQL, {postgres['statements']} statements, "
            f"{OFFICERS} at once",
            f"≥ {LEAST_RATIO} of raw asyncpg",
            f"{median(postgres['action']):,.0f}/s, raw {median(postgres['raw']):,.0f}/s",
            ratio,
            ratio >= LEAST_RATIO,
        ),
        Figure(
            "P2 booted violation, SQLite, synchronous=FULL",
            f"≥ {LEAST_SQLITE_PER_SECOND}/s",
            f"{median(sqlite['action']):,.0f}/s",
            None,
            median(sqlite["action"]) >= LEAST_SQLITE_PER_SECOND,
        ),
    ]


# Ids of different tables must never be alike by luck, or a replay would take one for another.
IDS_START_APART = """
SELECT setval(oid::regclass, 100000 + 12347 * row_number() OVER (ORDER BY relname))
FROM pg_class WHERE relkind = 'S'
"""


async def stock(rounds: int, writes: int) -> None:
    """Make the database and put enough boots into it."""
    await migrate()
    await open_database()
    if database().engine_type == "postgres":
        await Boot.raw(IDS_START_APART)
    await fill_store_room((rounds + 1) * writes)
    await close_database()


async def compare(rounds: int, writes: int, action_url: str, raw_url: str) -> dict[str, Any]:
    """Record every write in one database, then measure action and replay in two like it."""
    dictated = await dictate(rounds * writes)
    sources = find_sources(dictated)
    engine: Any = database()
    engine.config["dsn"] = action_url
    await open_database()
    shift = await find_shift()
    rates: dict[str, Any] = {"action": [], "raw": [], "statements": len(dictated[0])}
    async with asyncpg.create_pool(raw_url, min_size=1, max_size=CONNECTIONS) as pool:
        for number in range(rounds):
            rates["action"].append(await shift.write_many(writes, OFFICERS))
            part = dictated[number * writes : (number + 1) * writes]
            rates["raw"].append(await replay(pool, part, sources, OFFICERS))
    await close_database()
    return rates


async def dictate(count: int) -> list[list[Statement]]:
    """The statements of `count` writes, one after the other."""
    await open_database()
    shift = await find_shift()
    written = []
    for _ in range(count):
        with recorded_statements() as seen:
            await shift.write()
        written.append(seen)
    await close_database()
    return written


async def alone(rounds: int, writes: int) -> dict[str, list[float]]:
    """The action on SQLite; raises when a commit would not wait for the disk."""
    await open_database()
    engine: Any = database()
    mode = await engine._run_in_new_connection("PRAGMA synchronous")
    if [list(row.values()) for row in mode] != [[SYNCHRONOUS_FULL]]:
        raise RuntimeError(f"synchronous is {mode}, not FULL")
    shift: Shift = await find_shift()
    rates = [await shift.write_many(writes, OFFICERS) for _ in range(rounds)]
    await close_database()
    return {"action": rates}


if __name__ == "__main__":
    task, rounds_word, writes_word, *addresses = sys.argv[1:]
    tasks: dict[str, Any] = {"stock": stock, "compare": compare, "alone": alone}
    print(json.dumps(asyncio.run(tasks[task](int(rounds_word), int(writes_word), *addresses))))

"""P2: writing a booted violation at the action, beside the same SQL without the action."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from app.db import close_database, database, open_database
from app.migrate import migrate
from bench.compare import AT_ONCE, compare, start_ids_apart
from bench.figures import Figure, median
from bench.officers import Shift, fill_store_room, find_shift
from bench.programs import environment, output_of
from tests.servers import PostgresServer

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
        output_of(["bench.writing", "beside", *numbers, *urls[1:]], environment(folder, urls[0]))
    )
    lite = environment(folder, f"sqlite:///{folder / 'writing.sqlite'}")
    output_of(["bench.writing", "stock", *numbers], lite)
    sqlite = json.loads(output_of(["bench.writing", "alone", *numbers], lite))
    ratio = median(postgres["action"]) / median(postgres["raw"])
    return [
        Figure(
            f"P2 booted violation, PostgreSQL, {postgres['statements']} statements, "
            f"{AT_ONCE} at once",
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


async def stock(rounds: int, writes: int) -> None:
    """Make the database and put enough boots into it."""
    await migrate()
    await open_database()
    await start_ids_apart()
    await fill_store_room((rounds + 1) * writes)
    await close_database()


async def beside(rounds: int, writes: int, action_url: str, raw_url: str) -> dict[str, Any]:
    """The action and its statements on PostgreSQL."""
    return await compare(find_shift, rounds, writes, action_url, raw_url)


async def alone(rounds: int, writes: int) -> dict[str, list[float]]:
    """The action on SQLite; raises when a commit would not wait for the disk."""
    await open_database()
    engine: Any = database()
    mode = await engine._run_in_new_connection("PRAGMA synchronous")
    if [list(row.values()) for row in mode] != [[SYNCHRONOUS_FULL]]:
        raise RuntimeError(f"synchronous is {mode}, not FULL")
    shift: Shift = await find_shift()
    rates = [await shift.do_many(writes, AT_ONCE) for _ in range(rounds)]
    await close_database()
    return {"action": rates}


if __name__ == "__main__":
    task, rounds_word, writes_word, *addresses = sys.argv[1:]
    tasks: dict[str, Any] = {"stock": stock, "beside": beside, "alone": alone}
    print(json.dumps(asyncio.run(tasks[task](int(rounds_word), int(writes_word), *addresses))))

"""An action beside the very statements it sends, by turns on two databases alike."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import asyncpg

from app.db import close_database, database, open_database
from app.tables.boots.boot import Boot
from bench.replay import find_sources, replay
from tests.statements import Statement, recorded_statements

AT_ONCE = 8
CONNECTIONS = 10


class Hand(Protocol):
    """Somebody who does the same deed again and again, each time about something else."""

    async def do(self) -> None:
        """One deed."""

    async def do_many(self, count: int, at_once: int) -> float:
        """`count` deeds, so many at once; returns how many a second were committed."""


Find = Callable[[], Awaitable[Hand]]

# Ids of different tables must never be alike by luck, or a replay would take one for another.
IDS_START_APART = """
SELECT setval(oid::regclass, 100000 + 12347 * row_number() OVER (ORDER BY relname))
FROM pg_class WHERE relkind = 'S'
"""


async def start_ids_apart() -> None:
    """In an empty PostgreSQL database; SQLite replays nothing."""
    if database().engine_type == "postgres":
        await Boot.raw(IDS_START_APART)


async def compare(
    find: Find, rounds: int, deeds: int, action_url: str, raw_url: str
) -> dict[str, Any]:
    """Record every deed in one database, then measure action and replay in two like it."""
    dictated = await dictate(find, rounds * deeds)
    sources = find_sources(dictated)
    engine: Any = database()
    engine.config["dsn"] = action_url
    await open_database()
    hand = await find()
    rates: dict[str, Any] = {"action": [], "raw": [], "statements": len(dictated[0])}
    async with asyncpg.create_pool(raw_url, min_size=1, max_size=CONNECTIONS) as pool:
        for number in range(rounds):
            rates["action"].append(await hand.do_many(deeds, AT_ONCE))
            part = dictated[number * deeds : (number + 1) * deeds]
            rates["raw"].append(await replay(pool, part, sources, AT_ONCE))
    await close_database()
    return rates


async def dictate(find: Find, count: int) -> list[list[Statement]]:
    """The statements of `count` deeds, one after the other."""
    await open_database()
    hand = await find()
    written = []
    for _ in range(count):
        with recorded_statements() as seen:
            await hand.do()
        written.append(seen)
    await close_database()
    return written

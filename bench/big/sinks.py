"""Loads many rows at once into either engine, in one transaction, every constraint in force."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import asyncpg

from app.settings import load_settings

BATCH = 20_000
# Checked again for all rows at once when everything is in, which takes a tenth of the time.
_FOREIGN_KEYS = """
SELECT conrelid::regclass::text AS owner, conname AS name, pg_get_constraintdef(oid) AS meaning
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
_INDEXES = """
SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS meaning FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
_NUMBERED = """
SELECT c.relname AS name FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND t.attname = 'id'
"""

Row = Sequence[str | int | None]


class Sink(Protocol):
    """Where rows go."""

    async def run(self, sql: str) -> None:
        """One statement."""

    async def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Many rows; texts hold neither tabs nor line ends."""


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str) -> None:
        self._connection.execute(sql)

    async def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
            rows,
        )


class _Postgres:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def run(self, sql: str) -> None:
        await self._connection.execute(sql)

    async def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        await self._connection.copy_to_table(table, columns=list(columns), source=_lines(rows))


@contextlib.asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    """Into the database of DATABASE_URL: all rows are there in the end, or none."""
    url = load_settings().database_url
    if url.startswith("sqlite"):
        connection = sqlite3.connect(Path(url.removeprefix("sqlite:///")))
        with contextlib.closing(connection):
            connection.execute("PRAGMA foreign_keys = 1")
            with connection:
                yield _Sqlite(connection)
            connection.execute("ANALYZE")
    else:
        postgres = await asyncpg.connect(url)
        try:
            async with postgres.transaction(), _unhindered(postgres):
                yield _Postgres(postgres)
            await postgres.execute("VACUUM ANALYZE")
        finally:
            await postgres.close()


@contextlib.asynccontextmanager
async def _unhindered(connection: Any) -> AsyncIterator[None]:
    await connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    await connection.execute("SET LOCAL work_mem = '256MB'")
    keys, indexes = await connection.fetch(_FOREIGN_KEYS), await connection.fetch(_INDEXES)
    for key in keys:
        await connection.execute(f'ALTER TABLE {key["owner"]} DROP CONSTRAINT "{key["name"]}"')
    for index in indexes:
        await connection.execute(f'DROP INDEX "{index["name"]}"')
    yield
    for index in indexes:
        await connection.execute(index["meaning"])
    for key in keys:
        await connection.execute(
            f'ALTER TABLE {key["owner"]} ADD CONSTRAINT "{key["name"]}" {key["meaning"]}'
        )
    for one in await connection.fetch(_NUMBERED):
        await connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{one['name']}', 'id'), MAX(id))"  # noqa: S608
            f" FROM {one['name']} HAVING MAX(id) IS NOT NULL"
        )


async def _lines(rows: Iterable[Row]) -> AsyncIterator[bytes]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield "".join(
            "\t".join("\\N" if value is None else str(value) for value in row) + "\n"
            for row in batch
        ).encode()

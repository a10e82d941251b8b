"""The only file that knows there are two database engines, SQLite and PostgreSQL."""

import contextlib
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from piccolo.engine.base import Engine
from piccolo.table import TABLE_REGISTRY

from app.engines.postgres import LoopPostgres
from app.engines.refusals import translated
from app.engines.sqlite import PooledSQLite
from app.engines.written import Written
from app.settings import load_settings


def engine_for(url: str, pool_size: int = 10) -> Engine[Any]:
    """The engine behind `sqlite:///path` or `postgresql://user:password@host:port/name`.

    Opens nothing yet. Raises `ValueError` for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = Path(unquote(url.removeprefix("sqlite:///")))
        path.parent.mkdir(parents=True, exist_ok=True)
        return PooledSQLite(str(path))
    if parts.scheme in {"postgres", "postgresql"}:
        return LoopPostgres({"dsn": url}, pool_size)
    raise ValueError(f"unknown database scheme: {parts.scheme}")


@cache
def database() -> Engine[Any]:
    """The engine of this process, as its settings name it."""
    settings = load_settings()
    return engine_for(settings.database_url, settings.pool_size)


@contextlib.asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One action's transaction: commits at the end, rolls back on any error.

    Raises `Taken` when a unique index refuses a row, `DatabaseDown` when nobody answers. Never
    nested, and no task may be started inside it (the task would share the connection).
    """
    with translated():
        async with database().transaction(allow_nested=False):
            yield


async def ask(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Send one statement written out by hand, a `{}` for each value; returns its rows.

    For what somebody waits for: Piccolo needs longer to compose a statement than the database to
    carry it out. Raises `Taken` and `DatabaseDown`.
    """
    rows = await database().run_querystring(Written(sql, values))
    return [dict(row) for row in rows or ()]


def passing_locked_rows() -> str:
    """What ends a SELECT inside an UPDATE so that workers pass each other's rows.

    SQLite has one writer at a time and needs nothing.
    """
    return "FOR UPDATE SKIP LOCKED" if database().engine_type == "postgres" else ""


def in_list(sql: str, count: int) -> str:
    """`sql` with its `(...)` holding one placeholder for each of `count` >= 1 values."""
    return sql.replace("(...)", f"({', '.join(['{}'] * count)})")


async def hold_name(name: str) -> None:
    """Make other transactions that hold `name` wait until this one ends.

    SQLite has one writer at a time and needs nothing.
    """
    if database().engine_type == "postgres":
        await ask("SELECT pg_advisory_xact_lock(hashtextextended({}, 0))", name)


async def open_database() -> None:
    """Make the pool of the running event loop; a loop without it would connect per query."""
    # A table that has to look for its engine loads Piccolo's commands with their code formatter,
    # 7 MB in every process (target P5).
    for table in TABLE_REGISTRY:
        table._meta.db = database()  # noqa: SLF001  (Piccolo has no other way in)
    await database().start_connection_pool()


async def close_database() -> None:
    """Give back every connection of the running event loop."""
    await database().close_connection_pool()

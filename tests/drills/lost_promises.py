"""Takes from one test's database what it promises by itself, for the controls of the drills."""

import asyncio
import sqlite3

from app.tables.street.violation import Violation

_UNIQUE_KEY = "form_key VARCHAR(64) NOT NULL UNIQUE"


async def drop_index(name: str) -> None:
    """Forget one unique index made by the migrations."""
    await Violation.raw(f"DROP INDEX {name}")


async def forget_form_keys(url: str) -> None:
    """Let two tickets carry the same form key; only before the first ticket is written."""
    if url.startswith("sqlite:"):
        await asyncio.to_thread(_rebuild, url.removeprefix("sqlite:///"))
    else:
        await Violation.raw("ALTER TABLE violation DROP CONSTRAINT violation_form_key_key")


def _rebuild(path: str) -> None:
    """SQLite cannot drop a constraint: the empty table is made anew without it."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        [(made,)] = database.execute("SELECT sql FROM sqlite_master WHERE name = 'violation'")
        if _UNIQUE_KEY not in made:
            raise AssertionError(f"the migration words the form key differently now:\n{made}")
        indexes = database.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'violation' AND type = 'index'"
            " AND sql IS NOT NULL"
        ).fetchall()
        database.execute("DROP TABLE violation")
        database.execute(made.replace(_UNIQUE_KEY, _UNIQUE_KEY.removesuffix(" UNIQUE")))
        for (index,) in indexes:
            database.execute(index)
    finally:
        database.close()

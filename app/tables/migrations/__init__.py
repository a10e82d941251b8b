"""Numbered, append-only steps of the schema, written as SQL that both engines understand."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import database

# The few words the two engines do not share.
WORDS = {
    "sqlite": {
        "serial": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        "bigserial": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        "bytes": "BLOB",
    },
    "postgres": {
        "serial": "SERIAL PRIMARY KEY",
        "bigserial": "BIGSERIAL PRIMARY KEY",
        "bytes": "BYTEA",
    },
}


def statements(step: str, engine_type: str) -> list[str]:
    """The SQL statements of `step`.sql for one engine, in order.

    Blank lines part statements; a block whose first line is `-- sqlite` or `-- postgres` is for
    that engine alone.
    """
    text = (Path(__file__).parent / f"{step}.sql").read_text()
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    chosen = []
    for block in blocks:
        first, _, rest = block.partition("\n")
        only = first.removeprefix("-- ") if first.startswith("-- ") else ""
        if only and only not in WORDS:
            raise ValueError(f"{step}.sql: a block names the unknown engine {only!r}")
        if only in {"", engine_type}:
            sql = rest if only else block
            for word, meaning in WORDS[engine_type].items():
                sql = sql.replace("{" + word + "}", meaning)
            chosen.append(sql)
    return chosen


def by_sql(step: str, description: str) -> MigrationManager:
    """The migration that runs all of `step`.sql in one transaction; its id is `step` less the m."""
    manager = MigrationManager(
        migration_id=step.removeprefix("m"),
        app_name="bootkeeper",
        description=description,
        wrap_in_transaction=True,
    )

    async def run() -> None:
        engine = database()
        for sql in statements(step, engine.engine_type):
            await engine.run_ddl(sql)

    manager.add_raw(run)
    return manager

"""Indexes for what the one search looks up."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import database
from app.tables.migrations import statements

ID = "0005_search"
VERSION = "1.38.0"
DESCRIPTION = "search"


async def forwards() -> MigrationManager:
    """Add it."""
    manager = MigrationManager(
        migration_id=ID,
        app_name="bootkeeper",
        description=DESCRIPTION,
        wrap_in_transaction=True,
    )

    async def add() -> None:
        engine = database()
        for sql in statements("m0005_search", engine.engine_type):
            await engine.run_ddl(sql)

    manager.add_raw(add)
    return manager

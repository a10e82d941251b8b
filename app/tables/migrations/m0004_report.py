"""Indexes that let the report walk a million assignments in any order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import database
from app.tables.migrations import statements

ID = "0004_report"
VERSION = "1.38.0"
DESCRIPTION = "report"


async def forwards() -> MigrationManager:
    """Add them."""
    manager = MigrationManager(
        migration_id=ID,
        app_name="bootkeeper",
        description=DESCRIPTION,
        wrap_in_transaction=True,
    )

    async def add() -> None:
        engine = database()
        for sql in statements("m0004_report", engine.engine_type):
            await engine.run_ddl(sql)

    manager.add_raw(add)
    return manager

"""The first tables, their unique promises, and records that only grow."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import database
from app.tables.migrations import statements

ID = "0001_first_tables"
VERSION = "1.38.0"
DESCRIPTION = "first tables"


async def forwards() -> MigrationManager:
    """Create everything."""
    manager = MigrationManager(
        migration_id=ID,
        app_name="bootkeeper",
        description=DESCRIPTION,
        wrap_in_transaction=True,
    )

    async def create() -> None:
        engine = database()
        for sql in statements("m0001_first_tables", engine.engine_type):
            await engine.run_ddl(sql)

    manager.add_raw(create)
    return manager

"""Receipts, disputes, decided deposits, and refunds never above their capture."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import database
from app.tables.migrations import statements

ID = "0002_money"
VERSION = "1.38.0"
DESCRIPTION = "money"


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
        for sql in statements("m0002_money", engine.engine_type):
            await engine.run_ddl(sql)

    manager.add_raw(add)
    return manager

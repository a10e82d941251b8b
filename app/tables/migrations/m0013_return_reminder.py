"""When to remind the driver of the return."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0013_return_reminder"
VERSION = "1.38.0"
DESCRIPTION = "return reminder"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0013_return_reminder", DESCRIPTION)

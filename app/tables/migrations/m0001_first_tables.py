"""The first tables, their unique promises, and records that only grow."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0001_first_tables"
VERSION = "1.38.0"
DESCRIPTION = "first tables"


async def forwards() -> MigrationManager:
    """Create everything."""
    return by_sql("m0001_first_tables", DESCRIPTION)

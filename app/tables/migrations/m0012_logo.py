"""Where the logo of the organisation is kept."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0012_logo"
VERSION = "1.38.0"
DESCRIPTION = "logo"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0012_logo", DESCRIPTION)

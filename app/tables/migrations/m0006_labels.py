"""Labels of many boots in one job: which, on what paper, how far."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0006_labels"
VERSION = "1.38.0"
DESCRIPTION = "labels"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0006_labels", DESCRIPTION)

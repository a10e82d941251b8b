"""What the report counts, and the indexes with which a million assignments are quick."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0010_report_speed"
VERSION = "1.38.0"
DESCRIPTION = "report speed"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0010_report_speed", DESCRIPTION)

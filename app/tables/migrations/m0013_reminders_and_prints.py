"""When to remind the driver of the return, and which labels were printed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0013_reminders_and_prints"
VERSION = "1.38.0"
DESCRIPTION = "reminders and prints"


async def forwards() -> MigrationManager:
    """Add them; what was printed so far is read from the jobs."""
    return by_sql("m0013_reminders_and_prints", DESCRIPTION)

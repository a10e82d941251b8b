"""The audit found by moment, person, kind of thing, one thing and deed, newest first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0003_audit"
VERSION = "1.38.0"
DESCRIPTION = "audit"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0003_audit", DESCRIPTION)

"""One-time codes of the staff: the sealed key, and the codes for when the phone is lost."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0014_factor"
VERSION = "1.38.0"
DESCRIPTION = "factor"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0014_factor", DESCRIPTION)

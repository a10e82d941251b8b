"""The language a member of staff reads, and what offences are called in French."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0011_language"
VERSION = "1.38.0"
DESCRIPTION = "language"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0011_language", DESCRIPTION)

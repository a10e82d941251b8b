"""The words of mails as administrators left them, and pictures for them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0008_templates"
VERSION = "1.38.0"
DESCRIPTION = "templates"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0008_templates", DESCRIPTION)

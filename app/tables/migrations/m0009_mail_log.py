"""Every try to send a letter, and indexes for the mail log."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0009_mail_log"
VERSION = "1.38.0"
DESCRIPTION = "mail log"


async def forwards() -> MigrationManager:
    """Add them."""
    return by_sql("m0009_mail_log", DESCRIPTION)

"""Receipts, disputes, decided deposits, and refunds never above their capture."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0002_money"
VERSION = "1.38.0"
DESCRIPTION = "money"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0002_money", DESCRIPTION)

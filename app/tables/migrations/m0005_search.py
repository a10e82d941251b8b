"""Indexes for what the one search looks up."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0005_search"
VERSION = "1.38.0"
DESCRIPTION = "search"


async def forwards() -> MigrationManager:
    """Add it."""
    return by_sql("m0005_search", DESCRIPTION)

"""Indexes that let the report walk a million assignments in any order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0004_report"
VERSION = "1.38.0"
DESCRIPTION = "report"


async def forwards() -> MigrationManager:
    """Add them."""
    return by_sql("m0004_report", DESCRIPTION)

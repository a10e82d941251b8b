"""Stock takes with what they found, and when each boot was last counted and its code confirmed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.tables.migrations import by_sql

ID = "0007_stock_take"
VERSION = "1.38.0"
DESCRIPTION = "stock take"


async def forwards() -> MigrationManager:
    """Add them."""
    return by_sql("m0007_stock_take", DESCRIPTION)

"""Bring the database up to the newest numbered step; running it again changes nothing."""

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from app.db import close_database, open_database
from app.settings import Settings
from app.stopped import Stopped


class MigrationFailed(Stopped):
    """A step could not be applied; the text ends with what the migration tool printed."""


async def migrate() -> None:
    """Apply every step that has not run yet, each in one transaction.

    Raises `MigrationFailed` with the tool's own words.
    """
    await open_database()
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            result = await ForwardsMigrationManager(app_name="bootkeeper").run()
    finally:
        await close_database()
    if not result.success:
        raise MigrationFailed(f"The database could not be brought up to date:\n{said.getvalue()}")


async def only_migrate(_: Settings) -> None:
    """Bring the database up to date and stop. Raises `MigrationFailed`."""
    await migrate()

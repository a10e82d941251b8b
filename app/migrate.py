"""Bring the database up to the newest numbered step; running it again changes nothing."""

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from app.db import close_database, open_database


class MigrationFailed(Exception):
    """A step could not be applied; the text is what the migration tool printed."""


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
        raise MigrationFailed(said.getvalue())

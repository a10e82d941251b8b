"""Whether the database answers."""

from app.tables.effects.live_revision import LiveRevision


async def database_answers() -> int:
    """The live revision: one tiny statement. Raises the driver's error when nobody answers."""
    row = await LiveRevision.select(LiveRevision.value).first()
    return int(row["value"]) if row else 0

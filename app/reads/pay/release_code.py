"""The sealed release code of a boot, for those who may open it."""

from app.tables.boots.boot import Boot


async def sealed_code(boot_id: int) -> str:
    """The sealed text; whoever calls it has checked who asks (rule S3)."""
    row = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
    return str(row["sealed_code"]) if row else ""

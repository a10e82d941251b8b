"""The label that is on a boot now."""

from dataclasses import dataclass

from app.tables.boots.boot_label import BootLabel


@dataclass(frozen=True)
class CurrentLabel:
    """What the QR code leads to, and which label of this boot it is, counted from 1."""

    token: str
    version: int


async def current_label(boot_id: int) -> CurrentLabel | None:
    """The one label not replaced (rules C5, C6); None for a boot that does not exist."""
    row = (
        await BootLabel.select(BootLabel.token, BootLabel.version)
        .where(BootLabel.boot == boot_id, BootLabel.replaced_at.is_null())
        .first()
    )
    return CurrentLabel(row["token"], row["version"]) if row else None

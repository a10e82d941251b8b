"""Give a boot the address that its QR code leads to."""

from datetime import datetime

from app.actions.steps.boots.draw_token import draw_token
from app.tables.boots.boot_label import BootLabel


async def new_label(boot_id: int, version: int, at: datetime) -> str:
    """Insert the boot's current label, made `at`, and return its token (rule C5).

    The database allows one current label a boot: the one before must be replaced first.
    """
    token = draw_token()
    await BootLabel.insert(BootLabel(token=token, boot=boot_id, version=version, created_at=at))
    return token

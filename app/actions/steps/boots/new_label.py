"""Give a boot the address that its QR code leads to."""

import base64
import secrets

from app.actions.steps.work import Work
from app.tables.boots.boot_label import BootLabel

# 160 bits; upper-case letters and digits, so that the QR stays small and people can read it out.
_TOKEN_BYTES = 20


async def new_label(doing: Work, boot_id: int, version: int) -> str:
    """Insert the boot's current label and return its token (rule C5).

    The database allows one current label a boot: the one before must be replaced first.
    """
    token = base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode("ascii")
    await BootLabel.insert(
        BootLabel(token=token, boot=boot_id, version=version, created_at=doing.at)
    )
    return token

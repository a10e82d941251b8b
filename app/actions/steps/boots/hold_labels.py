"""Let replacing a label and reading labels for the printer take turns."""

from datetime import datetime

from app.clock import now
from app.db import hold_name


async def hold_labels() -> datetime:
    """Wait for the turn, which lasts until the transaction ends; returns when it came (aware UTC).

    Whether a printed label was replaced since is told by the two moments (rules C6, C10). A clock
    read before the turn came would call a label older than a print that does not have it.
    """
    await hold_name("labels")
    return now()

"""The number printed on a receipt."""

import re

_NUMBER = re.compile(r"R-?([0-9]{1,9})", re.IGNORECASE)


def receipt_number(receipt_id: int) -> str:
    """Return the number as printed: "R-000123"."""
    return f"R-{receipt_id:06d}"


def receipt_id_from(text: str) -> int | None:
    """Return the id behind a number as people type it, "r-123" or "R-000123", else None."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None

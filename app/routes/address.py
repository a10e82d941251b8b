"""What an address says of a list: rows by their number, and the words that lead back to it."""

from collections.abc import Mapping
from urllib.parse import urlencode

# A row's number is an INTEGER in the database: nine digits always fit.
ROW_DIGITS = 9


def row_number(text: str, digits: int = ROW_DIGITS) -> int | None:
    """The number that `text` is, or None for anything that no row could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def address(path: str, asked: Mapping[str, str]) -> str:
    """`path` with everything in `asked` that is not "" behind a question mark."""
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{path}?{query}" if query else path

"""Texts in a CSV file that no spreadsheet takes for a formula."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(text: str) -> str:
    """Return `text` with a quote in front when a spreadsheet would calculate it (rule L6)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def plain_amount(cents: int) -> str:
    """Return cents as a plain decimal: "165.00", "-45.50"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"

"""What somebody typed into a search field, as a database can compare it."""

import unicodedata


def search_words(typed: str, most: int) -> str:
    """One line of at most `most` characters; blanks are single, control characters left out.

    PostgreSQL refuses a NUL in any text, so one in an address would be an error of ours.
    """
    line = " ".join(typed.split())
    kept = "".join(sign for sign in line if unicodedata.category(sign)[0] != "C")
    return kept.strip()[:most]

"""Ticket numbers and PINs as written, as stored and as people type them (rules V7 to V9)."""

import re
import secrets
import unicodedata
from collections.abc import Callable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PIN_LENGTH_WITHOUT_PLATE = 4

_NUMBER = re.compile(r"([A-Z]{0,6})-?([0-9]{1,9})")
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_pin(length: int, choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a random PIN of `length` Crockford characters (rule V7).

    `choose` picks one character of a string. Raises ValueError for a length below 1.
    """
    if length < 1:
        raise ValueError("a PIN has at least one character")
    return "".join(choose(CROCKFORD) for _ in range(length))


def number_text(prefix: str, sequence: int) -> str:
    """Return the number staff use: "TT-10133" (rule V7)."""
    return f"{prefix}-{sequence}"


def ticket_text(number: str, pin: str) -> str:
    """Return the ticket as printed: "TT-10133-3K7M" (rule V7)."""
    return f"{number}-{pin}"


def compact(text: str) -> str:
    """Return letters and digits only, upper case, O as 0, I and L as 1 (rule V8).

    What is stored and what is typed go through it alike and are compared whole. Two tickets can
    share a compact form (10133 + 3K, 1013 + 33K): the database refuses and another PIN is drawn.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum()).translate(_READ_AS)


def numbers_meant(text: str) -> tuple[tuple[str, int], ...]:
    """Return the (prefix, sequence) pairs staff may mean by `text`, without PIN (rule V8).

    The prefix is "" when only digits were typed. A letter O typed for a zero is forgiven.
    """
    spellings = dict.fromkeys((text.upper().replace(" ", ""), compact(text)))
    matches = [_NUMBER.fullmatch(spelling) for spelling in spellings]
    return tuple(dict.fromkeys((match[1], int(match[2])) for match in matches if match))


def plate_asked_too(pin_length: int) -> bool:
    """Say whether the public must give the plate as well: the PIN is too short (rule V9)."""
    return pin_length < PIN_LENGTH_WITHOUT_PLATE

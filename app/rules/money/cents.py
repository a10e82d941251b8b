"""Reads an amount as people type it into integer cents (rule M1)."""

import re

from app.rules.errors import Invalid
from app.rules.wording import N_

# What people type into a form; a larger number is a slip of the keyboard.
MOST_CENTS = 100_000_00

_BLANKS_AND_SIGNS = re.compile(r"[\s$€£\u00a0\u202f']")
_PLAIN = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?")


def as_typed(hundredths: int, language: str) -> str:
    """An amount or a percentage as a person of `language` would type it: 45.00, in French 45,00."""
    text = f"{hundredths // 100}.{hundredths % 100:02}"
    return text.replace(".", ",") if language == "fr" else text


def cents_from_text(text: str, field: str) -> int:
    """Return the cents of "45", "45.5", "1,200.00" or "1 200,00 $" (rule M1).

    Raises Invalid on `field` for anything else, negative amounts included.
    """
    bare = _BLANKS_AND_SIGNS.sub("", text)
    match = _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)
    if match is None:
        raise Invalid(fields={field: N_("Enter an amount like 45.00.")})
    whole, part = match.group(1).replace(",", ""), match.group(2) or ""
    return int(whole) * 100 + int(part.ljust(2, "0"))

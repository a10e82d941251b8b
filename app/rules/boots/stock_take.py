"""What a stock take expects, finds, and reads from a scanner (rule B18)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.rules.boots.states import BootStatus

# Where a boot has to be in the store room.
IN_STORE = frozenset({BootStatus.available, BootStatus.returned})
LONGEST_SAID = 200
# What a label's address ends in; a scanner may have its shift key wrong.
_TOKEN = re.compile(r"[A-Za-z2-7]{32}")
# The payer's own link begins as the label does; what follows opens the code (rule S3).
_PAYERS = re.compile(r"^(/b/[^/]+)/.+", re.IGNORECASE)


class Finding(StrEnum):
    """What one line of a stock take says."""

    counted = "counted"
    missing = "missing"
    unknown = "unknown"


class Shelf(StrEnum):
    """The lists a stock take is looked at by."""

    missing = "missing"
    surprise = "surprise"
    unknown = "unknown"
    old_label = "old_label"
    counted = "counted"


@dataclass(frozen=True)
class Said:
    """What came from a scanner or a hand: a label's `token`, or "" and a name is meant.

    `text` is what to keep of an unknown label: without query or fragment.
    """

    text: str
    token: str = ""


def read_said(typed: str) -> Said:
    """Tell a scanned label from a typed name; blanks at the ends do not count (rule B18)."""
    text = typed.strip()
    if _TOKEN.fullmatch(text):
        return Said(text.upper(), text.upper())
    if "://" not in text:
        return Said(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        return Said(text)
    path = _PAYERS.sub(r"\1", parts.path)
    last = path.rstrip("/").rpartition("/")[2]
    # No query: what stands there may be anybody's secret, and no label of ours has one.
    kept = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"[:LONGEST_SAID]
    return Said(kept, last.upper() if _TOKEN.fullmatch(last) else last or kept)

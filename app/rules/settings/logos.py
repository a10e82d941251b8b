"""How the settings name the organisation's logo: by what it contains, and how large it is shown."""

import re
from dataclasses import dataclass, field

from app.rules.wording import N_

FIELD = "organisation_logo"
NO_LOGO = N_("Choose a PNG, JPEG or WebP picture.")
# Of this many letters is the mark of a logo, taken from what it contains.
MARK_LENGTH = 16
_KEPT = re.compile(r"([0-9a-f]{16})-([1-9][0-9]{0,2})x([1-9][0-9]{0,2})")


@dataclass(frozen=True)
class LogoName:
    """Which logo; width and height in CSS pixels, as pages and mails show it."""

    mark: str
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.mark}-{self.width}x{self.height}"


def logo_name(kept: str) -> LogoName | None:
    """The logo that a stored setting names; None for "", the product's own mark.

    Raises `ValueError` for anything else.
    """
    if not kept:
        return None
    found = _KEPT.fullmatch(kept)
    if found is None:
        raise ValueError("a logo is named like 0123456789abcdef-112x40")
    return LogoName(found[1], int(found[2]), int(found[3]))


@dataclass(frozen=True)
class LogoForms:
    """The logo as it is kept: a WebP, a PNG or JPEG for mails, and a PNG with a palette."""

    name: LogoName
    page: bytes = field(repr=False)
    mail_kind: str
    mail: bytes = field(repr=False)
    paper: bytes = field(repr=False)

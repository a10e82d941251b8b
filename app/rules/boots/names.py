"""What a boot may be called and when two names are the same (rule B13)."""

import re
import unicodedata

from app.rules.errors import Invalid
from app.rules.wording import N_

NAME_MAX_LENGTH = 60
NAME_IN_USE = N_("Another boot has this name. Choose a name of its own.")

# Control, format, surrogate and private characters: unreadable, or able to disguise a name.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def clean_name(text: str) -> str:
    """Return the name in NFC, trimmed, white space folded to single blanks, 1 to 60 characters.

    Raises Invalid on `name` (rule B13).
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise Invalid(fields={"name": N_("Enter a name, such as Red Boot 01.")})
    if any(unicodedata.category(sign) in _UNPRINTABLE for sign in name):
        raise Invalid(fields={"name": N_("Remove the invisible characters from the name.")})
    if len(name) > NAME_MAX_LENGTH:
        raise Invalid(fields={"name": N_("Use at most 60 characters.")})
    return name


def name_key(name: str) -> str:
    """Return the form in which names are compared: case is ignored (rule B13)."""
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", folded)


def plain_key(name: str) -> str:
    """Return the form in which a typed name is looked for: numbers lose the zeros before them."""
    return _ZEROS.sub("", name_key(name))

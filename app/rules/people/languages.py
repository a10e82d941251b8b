"""The languages people may read and write in, and which of them a browser asks for."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from app.rules.wording import N_

# What they are called in the reader's own language (msgids).
LANGUAGE_WORDS: Mapping[str, str] = MappingProxyType({"en": N_("English"), "fr": N_("French")})
LANGUAGES = tuple(LANGUAGE_WORDS)
# As people who read a language call it themselves: the switch must be found by them.
OWN_NAMES = {"en": "English", "fr": "Français"}
# A browser sends a handful; whoever sends a book is not read to its end.
_MOST_LETTERS = 300


@lru_cache(maxsize=256)
def wished_language(header: str, offered: Sequence[str]) -> str | None:
    """The language of `offered` that an `Accept-Language` header likes best, or None.

    Regions are passed over: `fr-CA` and `fr-FR` both read `fr`. What cannot be read is left out.
    """
    best, most = None, 0.0
    for part in header[:_MOST_LETTERS].split(","):
        tag, _, params = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        liking = _liking(params)
        if language in offered and liking > most:
            best, most = language, liking
    return best


def _liking(params: str) -> float:
    """The weight behind `;q=`: 1 without one, 0 when it is none between 0 and 1."""
    key, _, value = params.strip().partition("=")
    if not params.strip():
        return 1.0
    try:
        weight = float(value) if key.strip().lower() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0

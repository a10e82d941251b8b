"""The catalogue of words: English as written, other languages from `locale/` when they arrive."""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

LOCALE_DIR = Path(__file__).parent.parent / "locale"


@cache
def wordbook(language: str) -> NullTranslations:
    """The translations of `language`; words without one stay English."""
    return Translations.load(str(LOCALE_DIR), [language])


def translate(language: str, text: str, params: dict[str, object] | None = None) -> str:
    """`text` in `language` with its `{names}` filled in."""
    said = wordbook(language).gettext(text)
    return said.format(**params) if params else said

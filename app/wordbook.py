"""The catalogue of words: English as written, other languages as `locale/` has them."""

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALE_DIR = Path(__file__).parent.parent / "locale"


@cache
def wordbook(language: str) -> NullTranslations:
    """The translations of `language`; words without one stay English.

    Compiled in memory when they are first asked for: what is reviewed is what is read.
    """
    path = catalogue_of(language)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def catalogue_of(language: str) -> Path:
    """Where the translators' file of `language` is; English has none."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "bootkeeper.po"


def called(language: str, name: str, french: str) -> str:
    """What an administrator called a thing, in the reader's language where it was given one."""
    return french if language == "fr" and french else name


def translate(language: str, text: str, params: dict[str, object] | None = None) -> str:
    """`text` in `language` with its `{names}` filled in."""
    said = wordbook(language).gettext(text)
    return said.format(**params) if params else said

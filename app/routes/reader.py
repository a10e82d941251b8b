"""Which language the person asking reads: the one way every page, form and file knows it."""

from collections.abc import Iterable
from contextvars import ContextVar

from app.reads.settings.system_settings import remembered_system_settings
from app.rules.people.languages import LANGUAGES, wished_language

# Each request is a task of its own, so what is set in it is seen nowhere else.
_wished: ContextVar[str | None] = ContextVar("wished", default=None)


def hear(headers: Iterable[tuple[bytes, bytes]], cookie: str) -> None:
    """Take in what the browser says: the language chosen earlier (`cookie`), else its own list."""
    said = {b"cookie": "", b"accept-language": ""}
    for name, value in headers:
        if name in said:
            said[name] += f"{';' if name == b'cookie' else ','}{value.decode('latin-1')}"
    _wished.set(
        _chosen(said[b"cookie"], cookie) or wished_language(said[b"accept-language"], LANGUAGES)
    )


def prefer(language: str | None) -> None:
    """What this person chose once and for all comes before what the browser says."""
    if language in LANGUAGES:
        _wished.set(language)


def reader_language() -> str:
    """The language of whoever is asking; without any wish the authority's default (rule S11)."""
    return _wished.get() or remembered_system_settings().language


def _chosen(cookies: str, name: str) -> str | None:
    for part in cookies.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name and value in LANGUAGES:
            return value
    return None

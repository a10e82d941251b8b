"""The line at the top of a page once something was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.routes.reader import reader_language
from app.wordbook import translate


@dataclass(frozen=True)
class Flash:
    """What it says, translated; `tone` is good, warn or bad."""

    text: str
    tone: str = "good"


def flash_of(words: Mapping[str, str], done: str) -> Flash | None:
    """What `words` (msgids by the word in the address) say of `done`; None for any other word."""
    return Flash(translate(reader_language(), words[done])) if done in words else None

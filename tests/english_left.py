"""Finds English on a page that should be French, by the catalogue's own English words."""

import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser

from babel.messages.pofile import read_po

from app.wordbook import catalogue_of

# Read aloud or shown as well.
SHOWN = {"aria-label", "placeholder", "title", "alt", "data-label", "data-done", "data-missing"}
NOT_SHOWN = {"script", "style", "template"}
TAG = re.compile(r"<[^>]+>")
NAMED = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# A shorter text around what is filled in fits half the names there are.
LEAST_LETTERS = 5
WORD = re.compile(r"[^\W\d_]{2,}")


class _Texts(HTMLParser):
    """Everything a page says, piece by piece; what is marked as another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self._silent_tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = tag != "html" and "lang" in given
        if self._silent:
            self._silent += tag == self._silent_tag
        elif tag in NOT_SHOWN or foreign:
            self._silent, self._silent_tag = 1, tag
        else:
            self.found += [value or "" for name, value in attrs if name in SHOWN]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent_tag:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def texts_of(page: str) -> list[str]:
    """What a page says to eyes and ears, blanks collapsed."""
    reader = _Texts()
    reader.feed(page)
    return [text for text in (" ".join(one.split()) for one in reader.found) if text]


def english_left(page: str) -> list[str]:
    """The texts of a page that are English of our own; names and notes people typed are not."""
    plain, patterns = _english()
    return [
        text
        for text in texts_of(page)
        if text in plain or any(pattern.fullmatch(text) for pattern in patterns)
    ]


@cache
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English texts as they stand, and those with something filled in as patterns."""
    plain, patterns = set(), set()
    with catalogue_of("fr").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    for message in catalogue:
        ids, said = _forms(message.id), _forms(message.string)
        french = {piece.strip() for one in said for piece in TAG.split(one)}
        for piece in (piece.strip() for one in ids for piece in TAG.split(one)):
            literal = NAMED.split(piece)
            if piece in french or not WORD.search(" ".join(literal)):
                continue
            if len(literal) == 1:
                plain.add(" ".join(piece.split()))
            elif len("".join(WORD.findall(" ".join(literal)))) >= LEAST_LETTERS:
                patterns.add(".+?".join(re.escape(" ".join(part.split(" "))) for part in literal))
    return frozenset(plain), tuple(re.compile(one.replace("%%", "%")) for one in sorted(patterns))


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A plural's forms, or the one form there is."""
    return (text,) if isinstance(text, str) else tuple(text or ())

"""No word that people read is outside the catalogue."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from scripts.words import CATALOGUE, ROOT, collected_words

# What a reader of any language reads alike; each one stands alone between the marks.
NOT_WORDS = {"@", "QR", "Bootkeeper"}
# Programs' own text; and attributes that are read aloud or shown.
SILENT = re.compile(
    r"<(script|style)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE
)
SHOWN_ATTRIBUTE = re.compile(r'\s(?:alt|title|placeholder|aria-label)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
LETTERS = re.compile(r"[^\W\d_]{2,}")
ENTITY = re.compile(r"&[a-z]+;|&#\d+;")
# Macros write parts of tags.
LOOSE_ATTRIBUTE = re.compile(r'[a-z-]+="[^"]*"?')
# Layouts ask for a class here, not for words.
CLASS_BLOCK = re.compile(r"(\{% block width %\})\w+(\{% endblock %\})")
MARK = "\x00"


def literal_text(source: str) -> str:
    """The template's own characters: Jinja's blocks become marks, translated blocks vanish."""
    kept: list[str] = []
    translated = False
    tokens = list(Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).lex(source))
    for place, (_, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            word = next(text for _, kind, text in tokens[place + 1 :] if kind == "name")
            translated = word == "trans" or (translated and word != "endtrans")
        if kind == "data" and not translated:
            kept.append(value)
        elif kind in {"variable_begin", "block_begin"}:
            kept.append(MARK)
    return "".join(kept)


def hard_coded(source: str, *, markup: bool) -> list[str]:
    """Words of a template that no translation would ever change."""
    text = literal_text(CLASS_BLOCK.sub(r"\1\2", source))
    shown = [text]
    if markup:
        text = SILENT.sub("", text)
        shown = [*SHOWN_ATTRIBUTE.findall(text), *TAG.split(text)]
    pieces = (
        LOOSE_ATTRIBUTE.sub("", ENTITY.sub("", piece)).strip()
        for part in shown
        for piece in part.split(MARK)
    )
    return [piece for piece in pieces if LETTERS.search(piece) and piece not in NOT_WORDS]


def templates() -> list[Path]:
    return [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]


def test_the_catalogue_holds_exactly_the_words_of_the_tree() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == collected_words(), (
        "run `python -m scripts.words`"
    )


def test_pages_errors_and_mails_are_in_the_catalogue() -> None:
    words = collected_words()
    assert 'msgid "To pay now"' in words
    assert 'msgid "Choose another boot"' in words
    assert "templates/mail/release.txt" in words


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.parent.name + "/" + path.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert hard_coded(source, markup=path.suffix == ".html") == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Pay now</p>", ["Pay now"]),
        ('<p>{{ _("Pay now") }}</p>', []),
        ("<p>{% trans %}Pay now{% endtrans %}</p>", []),
        ("{% trans %}Pay{% endtrans %}<p>at once</p>", ["at once"]),
        ('<a title="Help">{{ x }}</a>', ["Help"]),
        ('<a title="{{ _("Help") }}" class="big one">·</a>', []),
        ("<p>{% if a %}Paid{% else %}{{ b }}{% endif %}</p>", ["Paid"]),
        ("{# Pay now #}<script>let words = 1</script>", []),
        ("<p>{% if a %}{{ b }}{% endif %}&nbsp;×</p>", []),
    ],
)
def test_a_planted_word_is_noticed_and_its_neighbour_is_not(source: str, found: list[str]) -> None:
    assert hard_coded(source, markup=True) == found

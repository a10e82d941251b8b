"""French says everything that English says, with the same facts in it."""

import re
from collections.abc import Sequence
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from scripts.words import CATALOGUE, collected_words, translated_words

FRENCH = CATALOGUE.parent / "fr" / "LC_MESSAGES" / "bootkeeper.po"
NO_BREAK = "\u00a0"
# Spelled alike in both languages, and meant alike.
SAME_WORD = {"actions", "code", "description", "logo", "menu", "net", "notes", "total", "version"}
# Provinces and territories whose French name is the English one.
SAME_NAME = {"alberta", "manitoba", "nunavut", "ontario", "saskatchewan", "yukon"}
FILLED_IN = re.compile(r"%\(\w+\)s|\{\w+\}")
NAMED = re.compile(r"%\(\w+\)[sd]|%%|%")
TAG = re.compile(r"</?[a-z][^>]*>")
# English and French differ in these, so each is a sign of typing in a hurry.
SLOPPY = {
    "a straight apostrophe": re.compile(r"'"),
    "a straight quotation mark": re.compile(r'(?<!=)"(?!>)'),
    "English quotation marks": re.compile("[“”‘]"),
    "a breaking space before a colon or a percent sign": re.compile(r" (?=:|%%)"),
    "no space before a colon": re.compile(rf"(?<![{NO_BREAK} ]):(?=\s|$)"),
    "a space before ; ! ?": re.compile(r"\s[;!?](?!\[)"),
    "a loose quotation mark": re.compile(f"«(?!{NO_BREAK})|(?<!{NO_BREAK})»"),
    "a breaking space in a number": re.compile(r"(?<=\d) (?=\d{3}(?!\d))"),
    "three dots": re.compile(r"\.\.\."),
    "two spaces": re.compile(r"\s\s"),
}
# What the glossary at the top of the file promises, and the English it must not leave behind.
GLOSSARY = {
    r"\brelease codes?\b": r"\bcodes?\b",
    r"\bplates?\b": r"plaques?",
    r"\bdeposits?\b": r"dépôts?",
    r"\brefund(s|ed)?\b": r"rembours",
    r"\breceipts?\b": r"reçus?",
    r"\b(email|mail)s?\b": r"courriel",
    r"\bdiscounts?\b": r"rabais",
    r"\bPIN\b": r"NIP",
}
ENGLISH = re.compile(
    r"\b(the|your|you|and|please|boots?|tickets?|e?mails?|plates?|refund|receipt|unpaid|overdue)\b",
    re.IGNORECASE,
)
# An ending says whether the reader is told something whole, a label or the start of a list.
ENDINGS = ".?:…"


def catalogue_of(text: str) -> Catalog:
    return read_po(text.splitlines(keepends=True), locale="fr", abort_invalid=True)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A plural's forms, or the one form there is."""
    return (text,) if isinstance(text, str) else tuple(text or ())


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Every English sentence with its French one; of a plural both."""
    return tuple(
        pair
        for message in catalogue_of(FRENCH.read_text(encoding="utf-8"))
        if message.id
        for pair in zip(forms(message.id), forms(message.string), strict=True)
    )


def facts(text: str) -> list[str]:
    """What is filled in and how it is marked up, in any order."""
    braces = [f"{{{name}}}" for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted([*NAMED.findall(text), *braces, *TAG.findall(text)])


def sloppiness(text: str) -> list[str]:
    bare = TAG.sub("", text)
    return [name for name, sign in SLOPPY.items() if sign.search(bare)]


def test_french_is_in_step_with_the_catalogue() -> None:
    written = FRENCH.read_text(encoding="utf-8")
    assert written == translated_words(collected_words(), written), "run `python -m scripts.words`"


def test_every_message_is_said_in_french() -> None:
    french = catalogue_of(FRENCH.read_text(encoding="utf-8"))
    assert [message.id for message in french if message.fuzzy and message.id] == []
    assert [english for english, said in pairs() if not said.strip()] == []
    assert len(pairs()) > 1300


def test_plurals_are_counted_the_french_way() -> None:
    """Nought is one in French: « 0 sabot », « 2 sabots »."""
    header = FRENCH.read_text(encoding="utf-8").partition("\n\n")[0]
    assert "nplurals=2; plural=(n > 1);" in header
    plurals = [m for m in catalogue_of(CATALOGUE.read_text(encoding="utf-8")) if m.pluralizable]
    assert plurals
    french = catalogue_of(FRENCH.read_text(encoding="utf-8"))
    for message in plurals:
        one, more = forms(french[message.id].string)
        assert one != more, message.id


def test_what_is_filled_in_and_marked_up_is_the_same_in_french() -> None:
    assert [pair for pair in pairs() if facts(pair[0]) != facts(pair[1])] == []


def test_only_words_that_are_the_same_in_both_languages_stay_as_they_are() -> None:
    same = {
        FILLED_IN.sub("", said).strip().casefold() for english, said in pairs() if english == said
    }
    assert same == SAME_WORD | SAME_NAME


@pytest.mark.parametrize("english", GLOSSARY)
def test_a_thing_has_one_name(english: str) -> None:
    named = [pair for pair in pairs() if re.search(english, FILLED_IN.sub("", pair[0]))]
    assert len(named) > 5
    french = re.compile(GLOSSARY[english], re.IGNORECASE)
    assert [pair for pair in named if not french.search(pair[1])] == []


def test_no_english_is_left_in_a_french_sentence() -> None:
    assert [said for _, said in pairs() if ENGLISH.search(FILLED_IN.sub("", said))] == []


def test_a_whole_sentence_stays_one() -> None:
    """A label has no full stop and a sentence has one, so that joined sentences stay apart."""

    def ending(text: str) -> str:
        return text[-1:] if text[-1:] in ENDINGS else ""

    assert [pair for pair in pairs() if ending(pair[0]) != ending(pair[1])] == []


def test_french_is_set_as_canada_sets_it() -> None:
    assert [(said, sloppiness(said)) for _, said in pairs() if sloppiness(said)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'heure", ["a straight apostrophe"]),
        ("Dit “oui”", ["English quotation marks"]),
        ("Raison :", ["a breaking space before a colon or a percent sign"]),
        ("Raison:", ["no space before a colon"]),
        ("Vraiment ?", ["a space before ; ! ?"]),
        ("Sous «Payer»", ["a loose quotation mark"]),
        ("Au plus 2 000 sabots", ["a breaking space in a number"]),
        ("Le 21 novembre, 18:42, à https://", []),
        (f"Taxes (%(rate)s{NO_BREAK}%%){NO_BREAK}: 9", []),
        ('sur <b class="mono">%(plate)s</b>?', []),
    ],
)
def test_a_slip_of_the_pen_is_noticed(text: str, found: list[str]) -> None:
    assert sloppiness(text) == found


def test_a_new_message_comes_empty_and_a_forgotten_one_goes() -> None:
    header = 'msgid ""\nmsgstr ""\n\n'
    old = '#: a.html\nmsgid "Old"\nmsgstr "Vieux"\n\n#: b.html\nmsgid "Pay"\nmsgstr "P"\n'
    new = '#: a.html\nmsgid "New"\nmsgstr ""\n\n#: c.html\nmsgid "Pay"\nmsgstr ""\n'
    after = translated_words(header + new, header + old)
    assert "Old" not in after
    assert 'msgid "New"\nmsgstr ""\n' in after
    assert '#: c.html\nmsgid "Pay"\nmsgstr "P"\n' in after

"""Puts a letter's facts into its words: the standard ones, or those an administrator wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

import structlog
from markupsafe import Markup, escape

from app.gateways.mail.drawings import drawn_steps
from app.gateways.mail.letters import (
    EmailChangedLetter,
    GoodwillLetter,
    Letter,
    NoticeLetter,
    PaidTwiceLetter,
    PromiseLetter,
    PromiseReminderLetter,
    ReceiptLetter,
    RefundLetter,
    ReleaseLetter,
    ReturnReminderLetter,
)
from app.gateways.mail.markdown import Sheet, read_body
from app.gateways.mail.standard_words import standard_words
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import PLACEHOLDER, LetterWords, Picture, Wording, check_words
from app.rules.outbox.letters import LetterKind
from app.templating import Surroundings, Templates

log = structlog.get_logger("mail")

KINDS: Mapping[type[Letter], LetterKind] = {
    ReleaseLetter: LetterKind.release,
    ReceiptLetter: LetterKind.receipt,
    NoticeLetter: LetterKind.notice,
    ReturnReminderLetter: LetterKind.return_reminder,
    PromiseLetter: LetterKind.promise,
    PromiseReminderLetter: LetterKind.promise_reminder,
    RefundLetter: LetterKind.refund,
    GoodwillLetter: LetterKind.goodwill,
    PaidTwiceLetter: LetterKind.paid_twice,
    EmailChangedLetter: LetterKind.email_changed,
}

# Not those that hold an amount and its currency together.
_SPACES = re.compile(r"[ \t\r\n]+")
_ANY = re.compile(r"\{\{(=?)([a-z_]+)\}\}")
_IF_THERE = re.compile(r"\{\{\?([a-z_]+)\}\}(.*?)\{\{/\1\}\}", re.DOTALL)


class Unusable(ValueError):
    """Words that cannot be sent."""


@dataclass(frozen=True)
class Written:
    """A letter in words: the pieces of a mail, before they become one message."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class _Facts:
    """What each placeholder stands for in one letter. A part is HTML rows, or its text."""

    words: Mapping[str, str]
    html_parts: Mapping[str, str]
    text_parts: Mapping[str, str]


def written(templates: Templates, letter: Letter, language: str) -> Written:
    """The letter in its own words; if those are unusable, in the standard ones (rule E8)."""
    wording = letter.wording or Wording()
    if wording.words is not None:
        try:
            own = write_with(templates, letter, language, wording.words)
            return _as_test(templates, own, language) if wording.test else own
        except Exception:
            # Whoever waits for a code waits for no administrator.
            log.exception("stored words are unusable", kind=KINDS[type(letter)], language=language)
    standard = standard_words(KINDS[type(letter)], language)
    return write_with(templates, letter, language, standard)


def write_with(
    templates: Templates,
    letter: Letter,
    language: str,
    words: LetterWords,
    *,
    frame: str = "",
    **shown: object,
) -> Written:
    """The letter in exactly these words. `frame` is another page around them, with `shown` in it.

    Raises `Unusable`, and `Invalid` for what no administrator could have saved.
    """
    kind = KINDS[type(letter)]
    sheet = _judged(kind, words)
    wording = letter.wording or Wording()
    pictures = {picture.name: picture for picture in wording.pictures}
    if sheet.faults or not pictures.keys() >= set(sheet.pictures):
        raise Unusable(str(sheet.faults or sheet.pictures))
    around = Surroundings(language=language, time_zone=letter.time_zone, currency=letter.currency)
    facts = _facts(templates, around, letter, kind)
    subject = _subject(letter, words.subject, facts)
    context: dict[str, object] = {
        "letter": letter,
        "org": letter.organisation,
        "language": language,
        # Made of a fact that this letter does not have, it would be empty.
        "title": subject or _subject(letter, standard_words(kind, language).subject, facts),
        **shown,
    }
    html = _fill(_rows(templates, kind, words.body), facts.html_parts, facts.words, markup=True)
    text = _fill(sheet.text, facts.text_parts, facts.words, markup=False)
    return Written(
        subject=str(context["title"]),
        text=templates.render(f"mail/{kind}.txt", around, body=text, **context),
        html=templates.render(
            frame or f"mail/{kind}.html",
            around,
            frame=f"mail/{kind}.html",
            body=Markup(html),  # noqa: S704  (rows of our own, with every fact escaped)
            **context,
        ),
        pictures=(
            *letter.organisation.pictures,
            *(drawn_steps() if "{{=steps}}" in sheet.text else ()),
            *(pictures[name] for name in sheet.pictures),
        ),
    )


def _as_test(templates: Templates, mail: Written, language: str) -> Written:
    subject = templates.render(
        "mail/test.subject.txt", Surroundings(language=language), subject=mail.subject
    )
    return replace(mail, subject=subject)


@lru_cache(maxsize=64)
def _judged(kind: LetterKind, words: LetterWords) -> Sheet:
    """Judged once and read once, for a thousand mails."""
    check_words(MESSAGES[kind], words)
    return read_body(kind, words.body)


def _subject(letter: Letter, subject: str, facts: _Facts) -> str:
    hidden = isinstance(letter, ReleaseLetter) and not letter.code_in_subject
    words = {**facts.words, "code": ""} if hidden else facts.words
    filled = PLACEHOLDER.sub(lambda found: words[found[1]], subject)
    return _SPACES.sub(" ", filled).strip()


@lru_cache(maxsize=64)
def _rows(templates: Templates, kind: LetterKind, body: str) -> str:
    """The body as rows of the mail's table, its placeholders still open."""
    sheet = read_body(kind, body)
    return templates.render("mail/rows.html", Surroundings(), blocks=sheet.blocks)


def _facts(templates: Templates, around: Surroundings, letter: Letter, kind: LetterKind) -> _Facts:
    org = letter.organisation
    words = {
        "organisation": org.name,
        "address": org.address,
        "help_phone": org.help_phone,
        "help_email": org.help_email,
    }
    html_parts: dict[str, str] = {}
    text_parts: dict[str, str] = {}
    for ending, parts in (("txt", text_parts), ("html", html_parts)):
        templates.render(
            f"mail/{kind}_parts.{ending}",
            around,
            letter=letter,
            org=org,
            language=around.language,
            words=words,
            parts=parts,
            map_link=_map_link(letter),
        )
    return _Facts(
        {name: _SPACES.sub(" ", str(said)).strip() for name, said in words.items()},
        html_parts,
        text_parts,
    )


def _map_link(letter: Letter) -> str:
    """A link and no picture: a mail loads nothing. Without a place the driver's page tells it."""
    if not isinstance(letter, ReleaseLetter | ReturnReminderLetter):
        return ""
    place = letter.drop_off
    if place is None or not place.address:
        return letter.case_url
    return f"https://www.openstreetmap.org/search?query={quote(place.address, safe='')}"


def _fill(body: str, parts: Mapping[str, str], words: Mapping[str, str], *, markup: bool) -> str:
    """Every placeholder by what it stands for, in one pass: what is filled in is not read again."""
    body = _IF_THERE.sub(lambda found: found[2] if words[found[1]] else "", body)

    def put(found: re.Match[str]) -> str:
        name = found[2]
        if found[1]:
            return str(parts[name])
        return str(escape(words[name])) if markup else words[name]

    return _ANY.sub(put, body)

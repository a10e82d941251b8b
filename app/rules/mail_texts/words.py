"""A mail's subject and body as administrators write them, and what is refused (rule E7)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.rules.errors import Invalid
from app.rules.mail_texts.message import Message, Placeholder
from app.rules.wording import N_

LONGEST_SUBJECT = 150
LONGEST_BODY = 8000
# The whole mail as it is sent, pictures included (target U9).
MOST_MAIL_BYTES = 30_000

NO_SUCH_PICTURE = N_(
    "There is no picture called {picture}. Add one of that name, or take it out of the text."
)

PLACEHOLDER = re.compile(r"\{\{([a-z_]{1,30})\}\}")
_TYPED = re.compile(r"\{\{[ \t]*([A-Za-z_]{1,30})[ \t]*\}\}")
_STRAY = re.compile(r"\{\{[^{}\n]{0,40}\}{0,2}|\}\}")
# Line and direction characters and whatever else is not seen: they break headers, disguise words.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
# Joiners are letters' business in many scripts and in emoji.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class LetterWords:
    """One subject line and a body in Markdown, both with `{{placeholders}}`."""

    subject: str
    body: str


@dataclass(frozen=True)
class Picture:
    """A picture of our own that a mail carries with it; `kind` is png or jpeg."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Wording:
    """Words that replace the standard ones, and their pictures. `test`: the subject says so."""

    words: LetterWords | None = None
    pictures: tuple[Picture, ...] = ()
    test: bool = False


def tidy_words(subject: str, body: str) -> LetterWords:
    """The words as they are kept: placeholders written alike, line ends alike."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return LetterWords(
        subject=_alike(subject.strip()),
        body=_alike("\n".join(line.rstrip() for line in lines)).strip("\n"),
    )


def check_words(message: Message, words: LetterWords) -> None:
    """Raise `Invalid` on `subject`, `body` or both (rules E6, E7)."""
    problems: dict[str, str] = {}
    params: dict[str, object] = {}
    for name, told in (
        ("subject", _subject_problem(message, words.subject)),
        ("body", _body_problem(message, words.body)),
    ):
        if told is not None:
            problems[name], more = told
            params |= more
    if problems:
        raise Invalid(fields=problems, params=params)


_Problem = tuple[str, Mapping[str, object]]


def _subject_problem(message: Message, subject: str) -> _Problem | None:
    if not subject:
        return N_("Enter a subject."), {}
    if any(unicodedata.category(letter) in _UNSEEN for letter in subject):
        return N_("A subject is one line, without invisible characters."), {}
    if len(subject) > LONGEST_SUBJECT:
        return N_("Use at most {most_subject} characters."), {"most_subject": LONGEST_SUBJECT}
    if wrong := _first_unknown(message.placeholders, subject):
        return (
            N_("{wrong_subject} is not a placeholder of this message. Choose one from the list."),
            {"wrong_subject": wrong},
        )
    for name in names_in(subject):
        if not message.placeholders[name].fits_subject:
            return (
                N_("{wrong_subject} may stand in the text, not in the subject."),
                {"wrong_subject": braced(name)},
            )
    return None


def _body_problem(message: Message, body: str) -> _Problem | None:
    if not body.strip():
        return N_("Enter the text of the mail."), {}
    if any(_hidden(letter) for letter in body):
        return N_("Remove the invisible characters; the text was probably pasted with them."), {}
    if len(body) > LONGEST_BODY:
        return N_("Use at most {most_body} characters."), {"most_body": LONGEST_BODY}
    if wrong := _first_unknown(message.placeholders, body):
        return (
            N_("{wrong_body} is not a placeholder of this message. Choose one from the list."),
            {"wrong_body": wrong},
        )
    present = names_in(body)
    for group in message.needs:
        if not any(present.issuperset(names) for names in group):
            wanted = " ".join(braced(name) for name in group[0])
            return N_("This message cannot do without {wanted}. Put it where it shall stand."), {
                "wanted": wanted
            }
    return None


def names_in(text: str) -> set[str]:
    """The names of the placeholders in `text`."""
    return set(PLACEHOLDER.findall(text))


def braced(name: str) -> str:
    """A placeholder as it is typed."""
    return f"{{{{{name}}}}}"


def _first_unknown(known: Mapping[str, Placeholder] | Iterable[str], text: str) -> str:
    """The first thing in `text` that looks like a placeholder and is none of `known`."""
    known = set(known)
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            return braced(name)
    stray = _STRAY.search(PLACEHOLDER.sub("", text))
    return stray[0] if stray else ""


def _hidden(letter: str) -> bool:
    return (
        letter not in "\n\t" and letter not in _JOINERS and unicodedata.category(letter) in _UNSEEN
    )


def _alike(text: str) -> str:
    return _TYPED.sub(lambda found: braced(found[1].lower()), text)

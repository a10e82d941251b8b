"""Which mail, in which language, and the words that a form or the database holds for it."""

from dataclasses import dataclass

from app.gateways.mail.standard_words import standard_words
from app.reads.mail_texts.texts import SavedText, current_text, one_version
from app.routes.address import row_number
from app.routes.forms import Form
from app.routes.visitor import PERMISSION
from app.rules.errors import Missing
from app.rules.mail_texts.message import Message
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import LetterWords, tidy_words
from app.rules.outbox.letters import LetterKind
from app.rules.people.access import Permission
from app.rules.people.languages import LANGUAGE_WORDS

TEMPLATES = {PERMISSION: Permission.manage_templates}
# More than a saved text may have, so that it is the rule that speaks.
_MOST_TYPED = 20_000


@dataclass(frozen=True)
class Asked:
    """One mail in one language; `language_word` is a msgid."""

    message: Message
    language: str

    @property
    def kind(self) -> LetterKind:
        """Which mail."""
        return self.message.kind

    @property
    def language_word(self) -> str:
        """The language's name."""
        return LANGUAGE_WORDS[self.language]

    @property
    def href(self) -> str:
        """The editor's address."""
        return f"/templates/{self.kind}/{self.language}"


def asked(kind: str, language: str) -> Asked:
    """Raises `Missing` for what is no mail of its own, and for other languages."""
    if kind not in list(MESSAGES) or language not in LANGUAGE_WORDS:
        raise Missing
    return Asked(MESSAGES[LetterKind(kind)], language)


def typed_words(form: Form) -> LetterWords:
    """Subject and body as they would be kept."""
    return tidy_words(form.text("subject", most=_MOST_TYPED), form.text("body", most=_MOST_TYPED))


def words_of(about: Asked, saved: SavedText | None) -> LetterWords:
    """What is sent: the saved words, else the standard ones."""
    standard = standard_words(about.kind, about.language)
    return (saved.words if saved else None) or standard


async def words_in_force(about: Asked, version: str) -> LetterWords:
    """The words of that version, "" for the newest. Raises `Missing`."""
    if not version:
        return words_of(about, await current_text(about.kind, about.language))
    return words_of(about, await one_version(about.kind, about.language, number(version)))


def number(text: str) -> int:
    """The number of a version or a ticket. Raises `Missing`."""
    found = row_number(text)
    if found is None:
        raise Missing
    return found

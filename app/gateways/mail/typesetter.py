"""Sets a letter in words that nobody sends yet: to show it, and to know what it weighs."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.gateways.mail.compose import compose
from app.gateways.mail.letters import Letter
from app.gateways.mail.wording import Unusable, Written, write_with
from app.rules.mail_texts.words import LetterWords
from app.templating import Templates

# What the largest logo adds to a mail, its part's headers included.
LOGO_ROOM = 3_400
_SOMEBODY = "somebody@example.com"
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Typesetter:
    """The house's templates, for whoever may not touch them."""

    templates: Templates

    def weigh(self, letter: Letter, language: str, words: LetterWords) -> int:
        """Bytes of the whole mail in these words, as it travels. Raises `Unusable`.

        A logo that may come later is counted in: no words grow too heavy by it.
        """
        try:
            write_with(self.templates, letter, language, words)
        except KeyError as error:
            raise Unusable(str(error)) from error
        mail = compose(
            self.templates,
            letter,
            sender=_SOMEBODY,
            to=_SOMEBODY,
            message_id=f"<{_SOMEBODY}>",
            language=language,
            sent_at=_SOME_DAY,
        )
        return len(mail.content) + (0 if letter.organisation.logo else LOGO_ROOM)

    def show(self, letter: Letter, language: str, words: LetterWords, **strip: object) -> Written:
        """The mail with `strip` (size, most) above it. Raises `Unusable`."""
        return write_with(
            self.templates, letter, language, words, frame="mail/preview.html", **strip
        )

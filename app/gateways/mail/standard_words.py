"""The product's own words of each mail, in every language it speaks."""

from functools import cache
from pathlib import Path

from app.rules.mail_texts.words import LetterWords, tidy_words
from app.rules.outbox.letters import LetterKind

FOLDER = Path(__file__).parents[3] / "locale" / "mail"


@cache
def standard_words(kind: LetterKind, language: str) -> LetterWords:
    """Subject from the file's first line, body below; a language without words gets English.

    Raises `OSError` for a kind that has none.
    """
    file = FOLDER / language / f"{kind}.md"
    if not file.is_file():
        file = FOLDER / "en" / f"{kind}.md"
    subject, _, body = file.read_text(encoding="utf-8").partition("\n")
    return tidy_words(subject.removeprefix("Subject:"), body)

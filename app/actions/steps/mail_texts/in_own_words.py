"""Give a letter the words that administrators chose for it."""

from dataclasses import replace

from app.gateways.mail.letters import Letter
from app.reads.mail_texts.pictures import pictures_of
from app.rules.mail_texts.words import LetterWords, Wording


async def in_own_words(letter: Letter, words: LetterWords | None) -> Letter:
    """The letter with these words and their pictures; None leaves it as it is."""
    if words is None:
        return letter
    pictures = await pictures_of(words.body)
    return replace(letter, wording=letter.wording or Wording(words, pictures))

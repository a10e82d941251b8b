"""Write a test of words that an administrator is still working on."""

from app.actions.letters.stationery import MailFacts, Stationery
from app.actions.steps.mail_texts.example_letter import example_letter
from app.gateways.mail.letters import Letter
from app.reads.mail_texts.pictures import pictures_of
from app.rules.errors import Missing
from app.rules.mail_texts.words import LetterWords, Wording
from app.rules.outbox.letters import LetterKind, text_of_test
from app.tables.records.mail_text import MailText


async def write_test(facts: MailFacts, desk: Stationery) -> Letter:
    """The newest ticket's facts without any code or PIN (rule E8). Raises `Missing`."""
    row = (
        await MailText.select().where(MailText.id == (text_of_test(facts.message_id) or 0)).first()
    )
    if row is None:
        raise Missing
    words = LetterWords(row["subject"], row["body"])
    wording = Wording(words, await pictures_of(words.body), test=True)
    return await example_letter(
        LetterKind(row["kind"]), facts.language, wording, base_url=desk.base_url
    )

"""Send a mail in words that are still being written, to whoever writes them."""

from datetime import timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.mail_texts.judge_words import judge_words
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.work import Bells, work
from app.gateways.mail.typesetter import Typesetter
from app.rules.errors import Missing
from app.rules.mail_texts.words import LetterWords
from app.rules.outbox.letters import LetterKind, cause_of_test
from app.rules.people.actor import Actor
from app.tables.people.staff import Staff
from app.tables.records.mail_text import MailText

MOST_TESTS = 20
WITHIN = timedelta(hours=1)


async def send_test(
    actor: Actor,
    bells: Bells,
    typesetter: Typesetter,
    kind: LetterKind,
    language: str,
    words: LetterWords,
    *,
    base_url: str,
) -> str:
    """Queue it and return the address: the person's own, no other (rules E1, E8).

    The words are kept as version 0, since the worker writes the mail from ids. Raises `Invalid`,
    and `TooMany` after 20 in an hour.
    """
    await judge_words(typesetter, kind, language, words, base_url=base_url)
    async with work(actor, bells) as doing:
        person = await Staff.select(Staff.email).where(Staff.id == actor.staff_id).first()
        if person is None:
            raise Missing
        # Each is a mail and a stored text: a stuck key or a script must not fill either.
        await count_guess(
            "template_test", str(actor.staff_id), most=MOST_TESTS, window=WITHIN, at=doing.at
        )
        rows = await MailText.insert(
            MailText(
                kind=kind.value,
                language=language,
                version=0,
                standard=False,
                subject=words.subject,
                body=words.body,
                saved_by=actor.staff_id,
                saved_at=doing.at,
            )
        ).returning(MailText.id)
        text_id = int(rows[0]["id"])
        await queue_mail(
            doing,
            LetterKind.template_test,
            person["email"],
            cause=cause_of_test(text_id),
            language=language,
        )
        await doing.record(
            "test_template",
            "template",
            text_id,
            after={"mail": kind.value, "language": language},
        )
    return str(person["email"])

"""Say whether a mail could be sent with these words, before anybody saves them."""

from app.actions.steps.mail_texts.example_letter import example_letter
from app.gateways.mail.letters import Letter
from app.gateways.mail.markdown import read_body
from app.gateways.mail.typesetter import Typesetter
from app.gateways.mail.wording import Unusable
from app.reads.mail_texts.pictures import pictures_of
from app.rules.errors import Invalid
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import (
    MOST_MAIL_BYTES,
    NO_SUCH_PICTURE,
    LetterWords,
    Wording,
    check_words,
)
from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_


async def judge_words(
    typesetter: Typesetter,
    kind: LetterKind,
    language: str,
    words: LetterWords,
    *,
    base_url: str,
    violation_id: int | None = None,
) -> tuple[Letter, int]:
    """Return an example letter in these words and what it weighs in bytes (rules E6, E7).

    Raises `Invalid` on `subject` or `body`, `Missing` for an unknown ticket.
    """
    check_words(MESSAGES[kind], words)
    sheet = read_body(kind, words.body)
    for fault, about in sheet.faults:
        raise Invalid(fields={"body": fault}, params={"alone": about})
    pictures = await pictures_of(words.body)
    for name in set(sheet.pictures) - {picture.name for picture in pictures}:
        raise Invalid(fields={"body": NO_SUCH_PICTURE}, params={"picture": name})
    letter = await example_letter(
        kind, language, Wording(words, pictures), base_url=base_url, violation_id=violation_id
    )
    try:
        size = typesetter.weigh(letter, language, words)
    except Unusable as error:
        raise Invalid(
            fields={"body": N_("No mail can be made of this text. Write it more plainly.")}
        ) from error
    if size > MOST_MAIL_BYTES:
        raise Invalid(
            fields={
                "body": N_(
                    "This mail would weigh {size} kB. Leave out a picture or some words:"
                    " {most} kB is the most."
                )
            },
            params={"size": f"{size / 1000:.1f}", "most": MOST_MAIL_BYTES // 1000},
        )
    return letter, size

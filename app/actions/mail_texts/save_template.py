"""Save the words of a mail as its next version."""

from app.actions.steps.mail_texts.add_version import add_version
from app.actions.steps.mail_texts.judge_words import judge_words
from app.actions.steps.work import Bells, work
from app.gateways.mail.typesetter import Typesetter
from app.rules.mail_texts.words import LetterWords
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor


async def save_template(
    actor: Actor,
    bells: Bells,
    typesetter: Typesetter,
    kind: LetterKind,
    language: str,
    words: LetterWords,
    *,
    seen_version: int,
    base_url: str,
) -> bool:
    """Return whether there was anything to save (rules E6, E7, S5).

    Raises `Invalid` on `subject` or `body`, `Conflict` when a newer version than `seen_version`
    is there.
    """
    await judge_words(typesetter, kind, language, words, base_url=base_url)
    async with work(actor, bells) as doing:
        added = await add_version(doing, kind, language, words, seen_version=seen_version)
        if added is None:
            return False
        text_id, before, version = added
        await doing.record(
            "save_template",
            "template",
            text_id,
            before={"template_version": before},
            after={"mail": kind.value, "language": language, "template_version": version},
        )
    return True

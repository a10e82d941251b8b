"""Go back to the product's own words of a mail."""

from app.actions.steps.mail_texts.add_version import add_version
from app.actions.steps.work import Bells, work
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor


async def use_standard_words(
    actor: Actor, bells: Bells, kind: LetterKind, language: str, *, seen_version: int
) -> bool:
    """Add a version that follows the standard; return whether that changes anything (rule E7).

    Raises `Conflict` when a newer version than `seen_version` is there.
    """
    async with work(actor, bells) as doing:
        added = await add_version(doing, kind, language, None, seen_version=seen_version)
        if added is None:
            return False
        text_id, before, version = added
        await doing.record(
            "use_standard_words",
            "template",
            text_id,
            before={"template_version": before},
            after={"mail": kind.value, "language": language, "template_version": version},
        )
    return True

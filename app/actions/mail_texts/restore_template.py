"""Make an old version of a mail's words the newest again."""

from app.actions.steps.mail_texts.add_version import add_version
from app.actions.steps.mail_texts.judge_words import judge_words
from app.actions.steps.work import Bells, work
from app.gateways.mail.typesetter import Typesetter
from app.reads.mail_texts.texts import one_version
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor


async def restore_template(
    actor: Actor,
    bells: Bells,
    typesetter: Typesetter,
    kind: LetterKind,
    language: str,
    version: int,
    *,
    seen_version: int,
    base_url: str,
) -> bool:
    """Add a version equal to `version`; return whether that changes anything (rules E6, E7, S5).

    Raises `Missing`; `Invalid` when such words cannot be saved any more; `Conflict` when a newer
    version than `seen_version` is there.
    """
    old = await one_version(kind, language, version)
    if old.words is not None:
        await judge_words(typesetter, kind, language, old.words, base_url=base_url)
    async with work(actor, bells) as doing:
        added = await add_version(
            doing, kind, language, old.words, seen_version=seen_version, same_as=version
        )
        if added is None:
            return False
        text_id, before, now_version = added
        await doing.record(
            "restore_template",
            "template",
            text_id,
            before={"template_version": before},
            after={
                "mail": kind.value,
                "language": language,
                "template_version": now_version,
                "same_as": version,
            },
        )
    return True

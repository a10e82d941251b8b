"""Lay a new version over the newest, unless somebody else did meanwhile."""

from app.actions.steps.mail_texts.hold_pictures import hold_pictures
from app.actions.steps.work import Work
from app.db import hold_name
from app.gateways.mail.markdown import read_body
from app.reads.mail_texts.pictures import pictures_of
from app.reads.mail_texts.texts import SavedText, current_text
from app.rules.errors import Conflict, Invalid
from app.rules.mail_texts.words import NO_SUCH_PICTURE, LetterWords
from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_
from app.tables.records.mail_text import MailText


async def add_version(
    doing: Work,
    kind: LetterKind,
    language: str,
    words: LetterWords | None,
    *,
    seen_version: int,
    same_as: int | None = None,
) -> tuple[int, int, int] | None:
    """Return the row's id, the version before and the new one; None when nothing would change.

    `words` None are the standard ones; `seen_version` is the newest that the page showed, 0 for
    none. Raises `Conflict` when there is a newer one (rule E7),
    `Invalid` on `body` when a picture is gone.
    """
    await hold_name(f"mail_text:{kind}:{language}")
    newest = await current_text(kind, language)
    before = newest.version if newest else 0
    if newest is not None and before != seen_version:
        raise Conflict(
            N_("{who} has saved another version meanwhile. Yours is kept below, not saved yet."),
            next_step=N_("Look at what was saved, then save yours over it or leave it."),
            params={"who": newest.saved_by},
        )
    if _same(newest, words):
        return None
    await _find_pictures(kind, words)
    rows = await MailText.insert(
        MailText(
            kind=kind.value,
            language=language,
            version=before + 1,
            standard=words is None,
            subject=words.subject if words else "",
            body=words.body if words else "",
            same_as=same_as,
            saved_by=doing.actor.staff_id,
            saved_at=doing.at,
        )
    ).returning(MailText.id)
    return int(rows[0]["id"]), before, before + 1


async def _find_pictures(kind: LetterKind, words: LetterWords | None) -> None:
    """Those the words show are still there: one may have been removed since they were judged."""
    if words is None:
        return
    await hold_pictures()
    there = {picture.name for picture in await pictures_of(words.body)}
    for name in read_body(kind, words.body).pictures:
        if name not in there:
            raise Invalid(fields={"body": NO_SUCH_PICTURE}, params={"picture": name})


def _same(newest: SavedText | None, words: LetterWords | None) -> bool:
    return words == (newest.words if newest else None)

"""The words of mails as they were left: the current version, all versions, one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules.errors import Missing
from app.rules.mail_texts.words import LetterWords
from app.rules.outbox.letters import LetterKind
from app.tables.records.mail_text import MailText

_VERSIONS = """
SELECT t.id, t.version, t.standard, t.subject, t.body, t.same_as, t.saved_at, s.name AS saved_by
FROM mail_text t JOIN staff s ON s.id = t.saved_by
WHERE t.kind = {} AND t.language = {} AND t.version > 0
"""
_CURRENT = """
SELECT t.id, t.kind, t.language, t.version, t.standard, t.subject, t.body, t.same_as, t.saved_at,
    s.name AS saved_by
FROM mail_text t JOIN staff s ON s.id = t.saved_by
WHERE t.version > 0 AND NOT EXISTS (
    SELECT 1 FROM mail_text n
    WHERE n.kind = t.kind AND n.language = t.language AND n.version > t.version
)
"""


@dataclass(frozen=True)
class SavedText:
    """One version. `words` is None for the standard ones; `same_as` is the version restored."""

    version: int
    words: LetterWords | None
    saved_at: datetime
    saved_by: str
    same_as: int | None


async def current_texts() -> Mapping[tuple[str, str], SavedText]:
    """The newest version of each (kind, language) that was ever saved."""
    rows = await MailText.raw(_CURRENT)
    return {(row["kind"], row["language"]): _saved(row) for row in rows}


async def versions(kind: LetterKind, language: str) -> tuple[SavedText, ...]:
    """All versions, newest first."""
    rows = await MailText.raw(_VERSIONS + " ORDER BY t.version DESC", kind.value, language)
    return tuple(_saved(row) for row in rows)


async def current_text(kind: LetterKind, language: str) -> SavedText | None:
    """The newest version, None when none was ever saved."""
    rows = await MailText.raw(_VERSIONS + " ORDER BY t.version DESC LIMIT 1", kind.value, language)
    return _saved(rows[0]) if rows else None


async def one_version(kind: LetterKind, language: str, version: int) -> SavedText:
    """That version. Raises `Missing`."""
    rows = await MailText.raw(_VERSIONS + " AND t.version = {}", kind.value, language, version)
    if not rows:
        raise Missing
    return _saved(rows[0])


def _saved(row: dict[str, Any]) -> SavedText:
    return SavedText(
        version=row["version"],
        words=None if row["standard"] else LetterWords(row["subject"], row["body"]),
        saved_at=row["saved_at"],
        saved_by=row["saved_by"],
        same_as=row["same_as"],
    )

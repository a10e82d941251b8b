"""The pictures that mails may carry."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.reads.mail_texts.texts import current_texts
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import Picture
from app.rules.outbox.letters import LetterKind
from app.rules.people.languages import LANGUAGE_WORDS
from app.tables.records.mail_picture import MailPicture

# As texts refer to them; anything else is not looked up.
_NAMED = re.compile(r"picture:([a-z0-9-]{1,40})")


@dataclass(frozen=True)
class ShownBy:
    """A mail whose words in force show a picture; `title` and `language_word` are msgids."""

    kind: LetterKind
    language: str

    @property
    def title(self) -> str:
        """What the mail is called."""
        return MESSAGES[self.kind].title

    @property
    def language_word(self) -> str:
        """What its language is called."""
        return LANGUAGE_WORDS[self.language]


@dataclass(frozen=True)
class ListedPicture:
    """One picture as the editor lists it; sizes in pixels and bytes."""

    name: str
    kind: str
    width: int
    height: int
    size: int
    added_at: datetime
    added_by: str
    shown_by: tuple[ShownBy, ...]


async def listed_pictures() -> tuple[ListedPicture, ...]:
    """Every picture, by name."""
    one, showing = MailPicture, await shown_by()
    rows = await one.raw(
        "SELECT p.name, p.kind, p.width, p.height, LENGTH(p.content) AS size, p.added_at,"
        " s.name AS added_by FROM mail_picture p JOIN staff s ON s.id = p.added_by ORDER BY p.name"
    )
    return tuple(
        ListedPicture(
            name=row["name"],
            kind=row["kind"],
            width=row["width"],
            height=row["height"],
            size=row["size"],
            added_at=row["added_at"],
            added_by=row["added_by"],
            shown_by=showing.get(row["name"], ()),
        )
        for row in rows
    )


async def shown_by() -> Mapping[str, tuple[ShownBy, ...]]:
    """By a picture's name which mails show it now; older versions do not count."""
    found: dict[str, tuple[ShownBy, ...]] = {}
    for (kind, language), text in sorted((await current_texts()).items()):
        for name in sorted(set(_NAMED.findall(text.words.body if text.words else ""))):
            found[name] = (*found.get(name, ()), ShownBy(LetterKind(kind), language))
    return found


async def pictures_of(body: str) -> tuple[Picture, ...]:
    """Those that `body` names and that exist."""
    return await pictures_called(_NAMED.findall(body))


async def pictures_called(names: Iterable[str]) -> tuple[Picture, ...]:
    """The pictures of these names that exist."""
    wanted = sorted(set(names))
    if not wanted:
        return ()
    one = MailPicture
    rows = await one.select(one.name, one.kind, one.content).where(one.name.is_in(wanted))
    return tuple(Picture(row["name"], row["kind"], bytes(row["content"])) for row in rows)

"""The pictures that mails may carry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.rules.mail_texts.words import Picture
from app.tables.records.mail_picture import MailPicture

# As texts refer to them; anything else is not looked up.
_NAMED = re.compile(r"picture:([a-z0-9-]{1,40})")


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


async def listed_pictures() -> tuple[ListedPicture, ...]:
    """Every picture, by name."""
    one = MailPicture
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
        )
        for row in rows
    )


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

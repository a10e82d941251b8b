"""Keep a picture for mails."""

import asyncio
import re
from importlib import import_module

from app.actions.steps.work import Bells, work
from app.rules.errors import Invalid, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.records.mail_picture import MailPicture

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


async def add_picture(actor: Actor, bells: Bells, name: str, content: bytes) -> str:
    """Return the name it is kept under, in small letters (rules E7, S5).

    Raises `Invalid` on `name` or `file`. A picture is never changed: what was sent stays true.
    """
    name = name.strip().lower()
    problems = {}
    if not _NAME.fullmatch(name):
        problems["name"] = N_("Use 1 to 40 letters a to z, digits and hyphens, for example logo.")
    if not content:
        problems["file"] = N_("Choose a PNG or JPEG picture.")
    if problems:
        raise Invalid(fields=problems)
    kind, data, width, height = await asyncio.to_thread(_shrunk, content)
    try:
        async with work(actor, bells) as doing:
            rows = await MailPicture.insert(
                MailPicture(
                    name=name,
                    kind=kind,
                    content=data,
                    width=width,
                    height=height,
                    added_by=actor.staff_id,
                    added_at=doing.at,
                )
            ).returning(MailPicture.id)
            await doing.record(
                "add_picture", "mail_picture", int(rows[0]["id"]), after={"name": name}
            )
    except Taken as taken:
        raise Invalid(
            fields={"name": N_("There is a picture of this name already. Choose another name.")}
        ) from taken
    return name


def _shrunk(content: bytes) -> tuple[str, bytes, int, int]:
    """See `app.gateways.mail.pictures.shrunk`, which brings a library that few processes need."""
    shrunk: tuple[str, bytes, int, int] = import_module("app.gateways.mail.pictures").shrunk(
        content
    )
    return shrunk

"""Audit: who did what, when and from where, with filters and place in the address."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get

from app.reads.audit.deeds import DEEDS, KIND_WORDS, VERB_WORDS
from app.reads.audit.things import Key
from app.reads.audit.trail import Wanted, trail
from app.reads.settings.system_settings import system_settings
from app.reads.staff.people import people
from app.routes.address import address, row_number
from app.routes.pages import page
from app.routes.visitor import PERMISSION
from app.rules.local_days import day_from_text
from app.rules.people.access import Permission


@get("/audit", opt={PERMISSION: Permission.see_audit})
async def list_audit(request: Request[Any, Any, Any]) -> Response[str]:
    """The deeds, newest first; what cannot be understood in the address is read as none."""
    asked = request.query_params
    kind, verb = asked.get("kind", ""), asked.get("verb", "")
    wanted = Wanted(
        person=row_number(asked.get("who", "")),
        kind=kind if kind in KIND_WORDS else "",
        thing=_thing(asked.get("thing", "")),
        verb=verb if verb in VERB_WORDS else "",
        first_on=day_from_text(asked.get("from", "")),
        last_on=day_from_text(asked.get("to", "")),
    )
    before_id = row_number(asked.get("before", ""), digits=18)
    settings = await system_settings()
    found = await trail(wanted, before_id=before_id, time_zone=settings.time_zone)
    return await page(
        request,
        "audit/list.html",
        found=found,
        wanted=wanted,
        narrowed=wanted != Wanted(),
        people=await people(),
        kinds=tuple(KIND_WORDS.items()),
        verbs=tuple((KIND_WORDS[one], tuple(deeds.items())) for one, deeds in DEEDS.items()),
        thing_kind=KIND_WORDS[wanted.thing[0]] if wanted.thing else "",
        thing_text=_thing_text(wanted.thing),
        every_thing_href=_href(replace(wanted, thing=None)),
        newest_href=_href(wanted) if before_id else None,
        older_href=_href(wanted, found.older_than) if found.older_than else None,
    )


def _thing(text: str) -> Key | None:
    """ "boot:12" as rows lead to one thing."""
    kind, _, digits = text.partition(":")
    number = row_number(digits)
    return (kind, number) if kind in KIND_WORDS and number is not None else None


def _thing_text(thing: Key | None) -> str:
    return f"{thing[0]}:{thing[1]}" if thing else ""


def _href(wanted: Wanted, before: int | None = None) -> str:
    asked = {
        "who": "" if wanted.person is None else str(wanted.person),
        "kind": wanted.kind,
        "thing": _thing_text(wanted.thing),
        "verb": wanted.verb,
        "from": wanted.first_on.isoformat() if wanted.first_on else "",
        "to": wanted.last_on.isoformat() if wanted.last_on else "",
        "before": str(before or ""),
    }
    return address("/audit", asked)

"""The list of mails whose words can be changed."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.actions.steps.mail_texts.judge_words import judge_words
from app.gateways.mail.typesetter import Typesetter
from app.reads.mail_texts.texts import SavedText, current_texts
from app.routes.desk import Desk
from app.routes.mail_texts.asked import TEMPLATES, Asked
from app.routes.pages import page
from app.rules.errors import Invalid
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.people.languages import LANGUAGE_WORDS

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class ListedText:
    """One mail in one language; `saved` None or without words: the standard ones are sent."""

    about: Asked
    saved: SavedText | None
    unusable: bool


@get("/templates", opt=TEMPLATES)
async def list_messages(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[str]:
    """Each mail, each language: whose words are sent, and whether they can be."""
    saved = await current_texts()
    rows = [
        (
            message,
            [
                await _listed(Asked(message, language), saved.get((message.kind, language)), desk)
                for language in LANGUAGE_WORDS
            ],
        )
        for message in MESSAGES.values()
    ]
    return await page(request, "mail_texts/list.html", rows=rows)


async def _listed(about: Asked, saved: SavedText | None, desk: Desk) -> ListedText:
    unusable = False
    if saved is not None and saved.words is not None:
        try:
            await judge_words(
                Typesetter(desk.templates),
                about.kind,
                about.language,
                saved.words,
                base_url=desk.settings.base_url,
            )
        except Invalid:
            unusable = True
    return ListedText(about, saved, unusable)

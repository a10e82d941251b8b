"""How a mail will look: a document of its own that may do nothing, shown inside the editor."""

from base64 import b64encode
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.actions.steps.mail_texts.judge_words import judge_words
from app.gateways.mail.compose import plain_text
from app.gateways.mail.markdown import picture_id
from app.gateways.mail.typesetter import Typesetter
from app.gateways.mail.wording import Written, write_with
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.framed import framed
from app.routes.mail_texts.asked import TEMPLATES, Asked, asked, number, typed_words, words_in_force
from app.routes.pages import shown_fields
from app.routes.reader import reader_language
from app.rules.errors import Invalid
from app.rules.mail_texts.words import MOST_MAIL_BYTES, LetterWords
from app.templating import Surroundings

AnyRequest = Request[Any, Any, Any]
LOOKS = ("mail", "text", "source")


@get("/templates/{kind:str}/{language:str}/preview", opt=TEMPLATES)
async def preview_saved(
    request: AnyRequest,
    kind: FromPath[str],
    language: FromPath[str],
    desk: NamedDependency[Desk],
) -> Response[str]:
    """A saved version, by default the one that is sent."""
    about, query = asked(kind, language), request.query_params
    words = await words_in_force(about, query.get("version", ""))
    return await _preview(about, desk, words, query.get("look", ""), query.get("ticket", ""))


@post("/templates/{kind:str}/{language:str}/preview", opt=TEMPLATES, status_code=200)
async def preview_typed(
    request: AnyRequest,
    kind: FromPath[str],
    language: FromPath[str],
    desk: NamedDependency[Desk],
) -> Response[str]:
    """What stands in the editor; nothing is saved."""
    about, form = asked(kind, language), await read_form(request)
    return await _preview(about, desk, typed_words(form), form.text("look"), form.text("ticket"))


async def _preview(
    about: Asked, desk: Desk, words: LetterWords, look: str, ticket: str
) -> Response[str]:
    typesetter = Typesetter(desk.templates)
    look = look if look in LOOKS else LOOKS[0]
    try:
        letter, size = await judge_words(
            typesetter,
            about.kind,
            about.language,
            words,
            base_url=desk.settings.base_url,
            violation_id=_id(ticket),
        )
    except Invalid as error:
        return _document(desk, problems=list(shown_fields(error).values()))
    shown = {"size": size, "most": MOST_MAIL_BYTES}
    if look == "mail":
        return framed(_with_pictures(typesetter.show(letter, about.language, words, **shown)))
    mail = write_with(desk.templates, letter, about.language, words)
    text = plain_text(mail.text) if look == "text" else mail.html
    return _document(desk, title=mail.subject, text=text, org=letter.organisation, **shown)


def _id(ticket: str) -> int | None:
    return number(ticket) if ticket else None


def _with_pictures(mail: Written) -> str:
    html = mail.html
    for picture in mail.pictures:
        data = f"data:image/{picture.kind};base64,{b64encode(picture.content).decode()}"
        html = html.replace(f'"cid:{picture_id(picture.name)}"', f'"{data}"')
    return html


def _document(desk: Desk, **shown: object) -> Response[str]:
    kept: dict[str, object] = {"problems": [], "text": "", "title": "", "org": None, "size": 0}
    language = reader_language()
    around = Surroundings(language=language)
    context = {**kept, "most": MOST_MAIL_BYTES, **shown}
    return framed(
        desk.templates.render("mail/preview_plain.html", around, language=language, **context)
    )

"""The editor of one mail's words in one language."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.mail_texts.save_template import save_template
from app.actions.mail_texts.send_test import MOST_TESTS, send_test
from app.gateways.mail.typesetter import Typesetter
from app.reads.mail_texts.example_ticket import ticket_choices
from app.reads.mail_texts.pictures import listed_pictures
from app.reads.mail_texts.texts import current_text
from app.routes.desk import Desk
from app.routes.flash import Flash, flash_of
from app.routes.forms import read_form
from app.routes.kept_entry import KEEPS_ENTRY
from app.routes.mail_texts.asked import TEMPLATES, Asked, asked, number, typed_words, words_of
from app.routes.mail_texts.told import DONE_WORDS
from app.routes.pages import page, shown, shown_fields
from app.routes.reader import reader_language
from app.routes.visitor import actor_of
from app.rules.errors import BootkeeperError, Conflict, Invalid, TooMany
from app.rules.mail_texts.words import LONGEST_BODY, LONGEST_SUBJECT
from app.rules.people.languages import LANGUAGE_WORDS
from app.rules.wording import N_
from app.wordbook import translate

AnyRequest = Request[Any, Any, Any]
_SENT = N_(
    "A test is on its way to {email}. Nothing is saved by it. If it does not arrive, the mail log"
    " says why."
)


@get("/templates/{kind:str}/{language:str}", opt=TEMPLATES)
async def show_editor(
    request: AnyRequest, kind: FromPath[str], language: FromPath[str]
) -> Response[str]:
    """The words that are sent now."""
    return await _draw(request, asked(kind, language))


@post(
    "/templates/{kind:str}/{language:str}",
    opt=TEMPLATES,
    status_code=200,
    exception_handlers=KEEPS_ENTRY,
)
async def save_text(
    request: AnyRequest,
    kind: FromPath[str],
    language: FromPath[str],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Save them, or send a test of them; refused they come back as they were typed."""
    about, form = asked(kind, language), await read_form(request)
    words = typed_words(form)
    typed = {name: form.text(name, most=20_000) for name in ("subject", "body", "ticket", "look")}
    typesetter = Typesetter(desk.templates)
    place = (actor_of(request), desk.bells, typesetter, about.kind, about.language, words)
    base_url = desk.settings.base_url
    try:
        form.check()
        if form.text("do") == "test":
            email = await send_test(*place, base_url=base_url)
            sent = Flash(translate(reader_language(), _SENT, {"email": email}))
            return await _draw(request, about, typed, flash=sent, seen=form.text("seen"))
        changed = await save_template(
            *place, seen_version=number(form.text("seen")), base_url=base_url
        )
    except (Invalid, Conflict, TooMany) as error:
        # Whoever was overtaken sees what is there now, and may save over it.
        seen = "" if isinstance(error, Conflict) else form.text("seen")
        return await _draw(request, about, typed, error=error, seen=seen)
    done = "saved" if changed else "same"
    return Redirect(f"{about.href}?done={done}", status_code=303)


async def _draw(
    request: AnyRequest,
    about: Asked,
    typed: Mapping[str, str] | None = None,
    *,
    error: BootkeeperError | None = None,
    flash: Flash | None = None,
    seen: str = "",
) -> Response[str]:
    newest = await current_text(about.kind, about.language)
    words = words_of(about, newest)
    overtaken = isinstance(error, Conflict)
    later = error.retry_after_seconds if isinstance(error, TooMany) else 0
    return await page(
        request,
        "mail_texts/edit.html",
        status=error.status if error else 200,
        headers={"Retry-After": str(later)} if later else None,
        section="/templates",
        about=about,
        languages=LANGUAGE_WORDS,
        newest=newest,
        values=typed or {"subject": words.subject, "body": words.body},
        seen=seen or str(newest.version if newest else 0),
        saved_meanwhile=words if overtaken else None,
        errors=shown_fields(error) if error else {},
        trouble=shown(error) if error and overtaken else None,
        pictures=await listed_pictures(),
        tickets=await ticket_choices(about.kind),
        most_tests=MOST_TESTS,
        minutes=-(-later // 60),
        most_subject=LONGEST_SUBJECT,
        most_body=LONGEST_BODY,
        flash=flash or flash_of(DONE_WORDS, request.query_params.get("done", "")),
    )

"""Every version of a mail's words: list, look, restore, and back to the standard."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.mail_texts.restore_template import restore_template
from app.actions.mail_texts.use_standard_words import use_standard_words
from app.gateways.mail.typesetter import Typesetter
from app.reads.mail_texts.texts import one_version, versions
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.mail_texts.asked import TEMPLATES, Asked, asked, number, words_of
from app.routes.pages import page, shown
from app.routes.visitor import actor_of
from app.rules.errors import BootkeeperError, Conflict, Invalid

AnyRequest = Request[Any, Any, Any]


@get("/templates/{kind:str}/{language:str}/versions", opt=TEMPLATES)
async def list_versions(
    request: AnyRequest, kind: FromPath[str], language: FromPath[str]
) -> Response[str]:
    """Who saved what, when; newest first."""
    return await _list(request, asked(kind, language))


@get("/templates/{kind:str}/{language:str}/versions/{version:int}", opt=TEMPLATES)
async def show_version(
    request: AnyRequest, kind: FromPath[str], language: FromPath[str], version: FromPath[int]
) -> Response[str]:
    """One version as it was written, and how it looks."""
    about = asked(kind, language)
    saved = await one_version(about.kind, about.language, version)
    newest = (await versions(about.kind, about.language))[0].version
    return await page(
        request,
        "mail_texts/version.html",
        section="/templates",
        about=about,
        saved=saved,
        words=words_of(about, saved),
        newest=newest,
    )


@post("/templates/{kind:str}/{language:str}/versions/{version:int}/restore", opt=TEMPLATES)
async def restore_version(
    request: AnyRequest,
    kind: FromPath[str],
    language: FromPath[str],
    version: FromPath[int],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Make it the newest again."""
    about, form = asked(kind, language), await read_form(request)
    try:
        changed = await restore_template(
            actor_of(request),
            desk.bells,
            Typesetter(desk.templates),
            about.kind,
            about.language,
            version,
            seen_version=number(form.text("seen")),
            base_url=desk.settings.base_url,
        )
    except (Conflict, Invalid) as error:
        return await _list(request, about, error)
    return Redirect(f"{about.href}?done={'restored' if changed else 'same'}", status_code=303)


@post("/templates/{kind:str}/{language:str}/standard", opt=TEMPLATES)
async def go_back_to_standard(
    request: AnyRequest,
    kind: FromPath[str],
    language: FromPath[str],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Use the product's own words; what was saved stays in the list."""
    about, form = asked(kind, language), await read_form(request)
    try:
        changed = await use_standard_words(
            actor_of(request),
            desk.bells,
            about.kind,
            about.language,
            seen_version=number(form.text("seen")),
        )
    except Conflict as error:
        return await _list(request, about, error)
    return Redirect(f"{about.href}?done={'standard' if changed else 'same'}", status_code=303)


async def _list(
    request: AnyRequest, about: Asked, error: BootkeeperError | None = None
) -> Response[str]:
    return await page(
        request,
        "mail_texts/versions.html",
        status=error.status if error else 200,
        section="/templates",
        about=about,
        saved=await versions(about.kind, about.language),
        trouble=shown(error) if error else None,
    )

"""Turn a template and what it shows into an answer."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.enums import MediaType
from litestar.utils.scope.state import ScopeState

from app.reads.settings.system_settings import (
    PageSettings,
    cached_system_settings,
    remembered_system_settings,
)
from app.routes.cookies import cookie_name
from app.routes.reader import reader_language
from app.routes.visitor import staff_of
from app.routes.way_back import way_back
from app.rules.errors import BootkeeperError
from app.templating import Surroundings
from app.wordbook import translate


async def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: object,
) -> Response[str]:
    """Render `template` with the page's surroundings; `status` is the true HTTP status."""
    chosen = await cached_system_settings()
    return _draw(request, template, chosen, status, headers, context)


def page_from_memory(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int,
    headers: dict[str, str] | None = None,
    **context: object,
) -> Response[str]:
    """The same without asking the database what the authority is called: for error pages."""
    return _draw(request, template, remembered_system_settings(), status, headers, context)


def _draw(
    request: Request[Any, Any, Any],
    template: str,
    chosen: PageSettings,
    status: int,
    headers: dict[str, str] | None,
    context: dict[str, object],
) -> Response[str]:
    desk, language = request.app.state.desk, reader_language()
    text = desk.templates.render(
        template,
        Surroundings(
            language=language,
            time_zone=chosen.time_zone,
            currency=chosen.currency,
            nonce=request.scope.get("nonce", ""),  # type: ignore[arg-type]
            csrf_token=_csrf_token(request),
        ),
        me=staff_of(request),
        org=chosen.organisation,
        lang=language,
        path=request.url.path,
        way_back=way_back(request),
        mailbox_open=desk.mailbox is not None and desk.settings.demo,
        **context,
    )
    return Response(text, status_code=status, media_type=MediaType.HTML, headers=headers)


def _csrf_token(request: Request[Any, Any, Any]) -> str:
    """The page's own token. Where no route was found, the browser's is still good."""
    made = ScopeState.from_scope(request.scope).csrf_token
    if isinstance(made, str):
        return made
    return request.cookies.get(cookie_name("csrf", request.app.state.desk.settings), "")


def is_swap(request: Request[Any, Any, Any]) -> bool:
    """True when htmx asks for a fragment."""
    return request.headers.get("hx-request") == "true"


def shown_fields(error: BootkeeperError) -> dict[str, str]:
    """What to show beside each field, in the reader's language."""
    language = reader_language()
    return {
        name: translate(language, message, error.params) for name, message in error.fields.items()
    }


@dataclass(frozen=True)
class ShownError:
    """An error as a page shows it: every text translated."""

    status: int
    title: str
    message: str
    next_step: str
    fields: dict[str, str]


def shown(error: BootkeeperError) -> ShownError:
    """Translate an error for a page, into the reader's language."""
    language = reader_language()
    return ShownError(
        status=error.status,
        title=translate(language, error.title),
        message=translate(language, error.message, error.params),
        next_step=translate(language, error.next_step),
        fields=shown_fields(error),
    )

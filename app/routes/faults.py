"""The one place that turns errors into answers: a whole page or a swapped fragment."""

from typing import Any
from urllib.parse import quote

import structlog
from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.types import Receive, Scope, Send

from app.routes.body import ReaderGone, TooLarge
from app.routes.guards import recognise
from app.routes.pages import is_swap, page_from_memory, shown
from app.rules.errors import (
    BootkeeperError,
    DatabaseDown,
    FactorWanted,
    Forged,
    Invalid,
    Missing,
    NotSignedIn,
    TooMany,
    Unavailable,
)
from app.rules.wording import N_

log = structlog.get_logger("fault")
AnyRequest = Request[Any, Any, Any]
SET_UP_FACTOR = "/me/one-time-codes/on"


class NotThisWay(BootkeeperError):
    """The address exists but not for this method."""

    status = 405
    title = N_("That page cannot be used this way")
    message = N_("The page exists, but not for this kind of request.")
    next_step = N_("Go back and use the buttons on the page.")


def show_error(request: AnyRequest, error: BootkeeperError) -> Response[Any]:
    """An expected refusal, with its true status and the person's next step."""
    if isinstance(error, NotSignedIn) and request.method == "GET" and not is_swap(request):
        return Redirect(f"/sign-in?next={quote(request.url.path)}", status_code=303)
    if isinstance(error, FactorWanted) and not is_swap(request):
        return Redirect(SET_UP_FACTOR, status_code=303)
    headers = {}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(error.retry_after_seconds)
    if isinstance(error, NotSignedIn) and is_swap(request):
        headers["HX-Redirect"] = "/sign-in"
    if isinstance(error, FactorWanted):
        headers["HX-Redirect"] = SET_UP_FACTOR
    template = "errors/_swap.html" if is_swap(request) else "errors/page.html"
    if isinstance(error, ReaderGone):
        log.info("reader gone", route=request.scope.get("path_template"))
    if isinstance(error, DatabaseDown):
        log.error("database down", cause=repr(error.__cause__))
    # Drawn from memory: an error page must not ask the database what it is called.
    return page_from_memory(
        request, template, status=error.status, headers=headers, error=shown(error)
    )


class Unguarded(Response[None]):
    """No such page, or not this way: no guard has passed, so who is asking is looked up first.

    Whoever is signed in keeps the menu, as on every page that is refused; a fault while looking
    leaves the page of a stranger.
    """

    def __init__(self, request: AnyRequest, error: BootkeeperError) -> None:
        super().__init__(None, status_code=error.status)
        self._request, self._error = request, error

    def to_asgi_response(self, app: Litestar | None, request: AnyRequest, **more: Any) -> Any:
        """The answer as the server sends it."""

        async def send_page(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await recognise(self._request)
            except Exception as fault:  # Nobody above draws a page for what fails in here.
                log.error("nobody recognised", exc_info=fault)
            drawn = show_error(self._request, self._error)
            await drawn.to_asgi_response(app, request, **more)(scope, receive, send)

        return send_page


def show_http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """The framework's own refusals in our words."""
    if error.status_code == 405:
        return Unguarded(request, NotThisWay())
    if error.status_code == 403:
        return show_error(request, Forged())
    if error.status_code == 413:
        return show_error(request, TooLarge())
    if error.status_code < 500:
        if error.status_code == 404:
            return Unguarded(request, Missing())
        return show_error(request, Invalid())
    return show_crash(request, error)


def show_crash(request: AnyRequest, error: Exception) -> Response[Any]:
    """A fault of ours: logged with its trace, told without it."""
    log.error("crash", exc_info=error, route=request.scope.get("path_template"))
    return show_error(request, BootkeeperError())


HANDLERS: dict[Any, Any] = {
    BootkeeperError: show_error,
    HTTPException: show_http_error,
    Exception: show_crash,
}

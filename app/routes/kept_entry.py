"""What somebody typed is not lost when the session has ended meanwhile (rule S13)."""

from typing import Any

from litestar import Litestar, Request, Response
from litestar.types import Receive, Scope, Send

from app.routes.faults import show_error
from app.routes.forms import read_form
from app.routes.pages import is_swap, page_from_memory, shown
from app.rules.errors import NotSignedIn

AnyRequest = Request[Any, Any, Any]
TOKEN = "_csrf_token"  # noqa: S105  (its name; the page that sends again has one of its own)


class SendAgain(Response[None]):
    """401 with the form as it came, to be sent once more after signing in beside it.

    Only for forms without secrets: the answer repeats what was typed.
    """

    def __init__(self, request: AnyRequest) -> None:
        super().__init__(None, status_code=NotSignedIn.status)
        self._request = request

    def to_asgi_response(self, app: Litestar | None, request: AnyRequest, **more: Any) -> Any:
        """The answer as the server sends it."""

        async def send_page(scope: Scope, receive: Receive, send: Send) -> None:
            typed = (await read_form(self._request)).values
            drawn = page_from_memory(
                self._request,
                "errors/send_again.html",
                status=NotSignedIn.status,
                action=self._request.url.path,
                typed=[(name, value) for name, value in typed if name != TOKEN],
            )
            await drawn.to_asgi_response(app, request, **more)(scope, receive, send)

        return send_page


def _keep(request: AnyRequest, error: NotSignedIn) -> Response[Any]:
    if is_swap(request):
        # What is looked up beside the form must not lead away from it.
        return page_from_memory(
            request, "errors/_swap.html", status=error.status, error=shown(error)
        )
    if request.method == "GET":
        return show_error(request, error)
    return SendAgain(request)


# For the `exception_handlers` of a route whose form is long to fill in.
KEEPS_ENTRY: dict[Any, Any] = {NotSignedIn: _keep}

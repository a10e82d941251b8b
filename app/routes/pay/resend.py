"""Send the code once more to the same address."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.resend_code import resend_code
from app.routes.desk import Desk
from app.routes.pay.show import draw_case
from app.routes.visitor import PUBLIC, actor_of
from app.rules.errors import TooMany


@post("/b/{token:str}/resend", opt={PUBLIC: True})
async def submit_resend(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Anyone at the boot may ask: it goes to the known address only (rule S3).

    Who asks too soon keeps the page with the code on it, and is told to wait.
    """
    try:
        await resend_code(actor_of(request), desk.bells, token)
    except TooMany as error:
        return await _wait(request, token, desk, error)
    return Redirect(f"/b/{token}", status_code=303)


async def _wait(
    request: Request[Any, Any, Any], token: str, desk: Desk, error: TooMany
) -> Response[str]:
    answer = await draw_case(
        request,
        token,
        desk,
        "pay/show.html",
        status=error.status,
        asked_too_soon="minute" if error.retry_after_seconds <= 60 else "day",
    )
    answer.headers["Retry-After"] = str(error.retry_after_seconds)
    return answer

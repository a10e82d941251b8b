"""Send the code once more to the same address."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.resend_code import resend_code
from app.routes.desk import Desk
from app.routes.visitor import PUBLIC, actor_of


@post("/b/{token:str}/resend", opt={PUBLIC: True})
async def submit_resend(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Anyone at the boot may ask: it goes to the known address only (rule S3)."""
    await resend_code(actor_of(request), desk.bells, token)
    return Redirect(f"/b/{token}", status_code=303)

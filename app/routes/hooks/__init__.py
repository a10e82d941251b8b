"""Where card providers tell us what happened."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.actions.payments.settle_payment import settle_payment
from app.routes.desk import Desk
from app.routes.guards import MACHINE
from app.rules.errors import Missing


@post("/hooks/{provider:str}", opt={MACHINE: True})
async def take_notice(
    request: Request[Any, Any, Any], provider: FromPath[str], desk: NamedDependency[Desk]
) -> Response[dict[str, str]]:
    """Verify the notice before reading it, settle, answer fast (rule P9)."""
    teller = desk.providers.named(provider)
    if teller is None:
        raise Missing
    notice = teller.read_notice(request.headers, await request.body())
    outcome = await settle_payment(provider, notice, desk.bells)
    return Response({"outcome": outcome.value})


ROUTES = [take_notice]

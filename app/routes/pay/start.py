"""Pay at the sticker: one typed field, then the card provider's own page."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.routes.desk import Desk
from app.routes.pay.cart_form import Entrance, Refused, pay_at
from app.routes.pay.show import draw_case
from app.routes.visitor import PUBLIC


@post("/b/{token:str}/pay", opt={PUBLIC: True})
async def submit_payment(
    request: Request[Any, Any, Any], token: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Check the email, freeze the quote, go to the provider (rules M8, P3, P8)."""

    async def redraw(status: int, refused: Refused) -> Response[str]:
        return await draw_case(
            request, token, desk, "pay/show.html", status=status, refused=refused
        )

    return await pay_at(request, desk, Entrance(path=f"/b/{token}", token=token), redraw)

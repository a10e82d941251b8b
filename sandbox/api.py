"""The merchant's side: JSON over HTTP with a bearer key."""

import asyncio
import hmac
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, Router, get, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, RawBody

from sandbox.answers import Answer
from sandbox.desk import desk_of
from sandbox.refusals import Refusal
from sandbox.wire import Checkout, read_checkout_request, read_refund_request


def require_key(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let only the merchant in; raises Refusal 401."""
    expected = f"Bearer {connection.app.state.desk.settings.api_key}"
    given = connection.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refusal(401, "unauthorized", "Send your key as: Authorization: Bearer <key>.")


@post("/checkouts")
async def open_checkout(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
    """Open a checkout (201); the same key and request get the same answer."""
    asked = read_checkout_request(body)
    key = request.headers.get("idempotency-key")
    ledger = desk_of(request).ledger
    return _json(await asyncio.to_thread(ledger.open_checkout, asked, key=key))


@get("/checkouts/{checkout_id:str}")
async def show_checkout(
    request: Request[Any, Any, Any], checkout_id: FromPath[str]
) -> Response[bytes]:
    """Show a checkout as of now."""
    bill = await asyncio.to_thread(desk_of(request).ledger.find, checkout_id)
    return _checkout(bill.checkout)


@post("/checkouts/{checkout_id:str}/expire")
async def expire_checkout(
    request: Request[Any, Any, Any], checkout_id: FromPath[str]
) -> Response[bytes]:
    """Close an open checkout (200), also one that is already closed; 409 once paid."""
    desk = desk_of(request)
    checkout = await asyncio.to_thread(desk.ledger.expire, checkout_id)
    desk.courier.wake()
    return _checkout(checkout)


@post("/captures/{capture_id:str}/refunds")
async def refund_capture(
    request: Request[Any, Any, Any], capture_id: FromPath[str], body: RawBody
) -> Response[bytes]:
    """Give money back (201); never more in total than was captured."""
    desk = desk_of(request)
    asked = read_refund_request(body)
    key = request.headers.get("idempotency-key")
    answer = await asyncio.to_thread(desk.ledger.refund, capture_id, asked, key=key)
    desk.courier.wake()
    return _json(answer)


def refuse_as_json(refusal: Refusal) -> Response[bytes]:
    """Turn a refusal into {"error": {"code", "message"}} with its true status."""
    body = msgspec.json.encode({"error": {"code": refusal.code, "message": refusal.message}})
    answer = _json(Answer(refusal.status, body))
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _checkout(checkout: Checkout) -> Response[bytes]:
    return _json(Answer(200, msgspec.json.encode(checkout)))


def _json(answer: Answer) -> Response[bytes]:
    return Response(answer.body, status_code=answer.status, media_type=MediaType.JSON)


api = Router(
    "/v1",
    route_handlers=[open_checkout, show_checkout, expire_checkout, refund_capture],
    guards=[require_key],
)

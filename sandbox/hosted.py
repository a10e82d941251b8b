"""The payer's side: the hosted page where a test card is chosen. No script, no cookie."""

import asyncio
from typing import Any
from urllib.parse import parse_qs

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from sandbox.cards import CHOICES, Behaviour, behaviour_of
from sandbox.desk import Desk, desk_of
from sandbox.moves import Bill
from sandbox.pages import MARK, STYLE, return_address
from sandbox.refusals import Refusal

DECLINED = (
    "The card was declined. You have not been charged. Choose another card and press Pay again."
)
NOT_A_TEST_CARD = (
    "That is not one of the test cards. Nothing was charged. Choose a card below or type its"
    " number; never type a real card number here."
)
CLOSED_STATUS = {"paid": 200, "processing": 200, "expired": 410, "failed": 410}


@get("/pay/{checkout_id:str}")
async def show_page(request: Request[Any, Any, Any], checkout_id: FromPath[str]) -> Response[str]:
    """Show the form, or what became of the checkout (410 when it has expired)."""
    desk = desk_of(request)
    bill = await asyncio.to_thread(desk.ledger.find, checkout_id)
    if bill.checkout.status != "open":
        return _closed(desk, bill)
    return desk.pages.pay(bill, desk.clock())


@post("/pay/{checkout_id:str}")
async def press_pay(
    request: Request[Any, Any, Any], checkout_id: FromPath[str], body: RawBody
) -> Response[Any]:
    """Try the card: 303 back to the merchant, 402 when declined, 422 for no test card, 410 late."""
    desk = desk_of(request)
    form = _form(body)
    number = form.get("number", "").strip()
    behaviour = behaviour_of(number) if number else _chosen(form.get("card", Behaviour.APPROVE))
    if behaviour is None:
        bill = await asyncio.to_thread(desk.ledger.find, checkout_id)
        if bill.checkout.status != "open":
            return _closed(desk, bill)
        # The number is not shown again: it may be somebody's real card.
        return desk.pages.pay(bill, desk.clock(), status=422, problem=NOT_A_TEST_CARD, typed=True)
    bill, declined = await asyncio.to_thread(desk.ledger.pay, checkout_id, behaviour)
    desk.courier.wake()
    if declined:
        return desk.pages.pay(bill, desk.clock(), status=402, problem=DECLINED, chosen=behaviour)
    if bill.checkout.status in ("paid", "processing"):
        return Redirect(return_address(bill), status_code=303)
    if bill.checkout.status == "open":
        return Redirect(bill.cancel_url, status_code=303)
    return _closed(desk, bill)


@get("/assets/sandbox.css", sync_to_thread=False)
def style() -> Response[bytes]:
    """Serve the stylesheet; pages ask for it with its version."""
    return _asset(STYLE, MediaType.CSS)


@get("/assets/mark.svg", sync_to_thread=False)
def mark() -> Response[bytes]:
    """Serve the small mark shown in the browser's tab."""
    return _asset(MARK, "image/svg+xml")


@get("/healthz", sync_to_thread=False)
def healthy() -> dict[str, str]:
    """Say that the sandbox is up."""
    return {"status": "ok"}


def _asset(content: bytes, media_type: str) -> Response[bytes]:
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, media_type=media_type, headers=headers)


def _closed(desk: Desk, bill: Bill) -> Response[str]:
    return desk.pages.closed(bill, status=CLOSED_STATUS[bill.checkout.status])


def _form(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as wrong:
        raise Refusal(422, "invalid_form", "The form could not be read.") from wrong
    return {name: values[-1] for name, values in fields.items()}


def _chosen(card: str) -> Behaviour | None:
    return next((choice.behaviour for choice in CHOICES if choice.behaviour == card), None)


hosted = [show_page, press_pay, style, mark, healthy]

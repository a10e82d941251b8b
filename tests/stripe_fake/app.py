"""The fake over HTTP: Stripe's endpoints for the merchant, a hosted page for the payer."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from app.gateways.payments.stripe_checkout import API_VERSION
from tests.stripe_fake.forms import REFUND_FIELDS, judged_session, known_only, positive
from tests.stripe_fake.store import Refusal, Store, Thing, nested

Asked = Request[Any, Any, Any]

PAGE = """<!doctype html><html lang="en"><title>Stripe, for rehearsals</title><main>
<h1>{amount} {currency}</h1><form method="post">
<button name="card" value="pay">Pay</button>
<button name="card" value="decline">Decline</button>
<button name="card" value="slow">Pay slowly</button>
</form><a href="{cancel}">Back</a></main></html>"""


def store_for(request: Asked) -> Store:
    """The account, for a caller that knows its key and speaks the pinned version."""
    store: Store = request.app.state.store
    if request.headers.get("authorization") != f"Bearer {request.app.state.secret_key}":
        raise Refusal(None, "Invalid API Key provided", 401)
    if request.headers.get("stripe-version") != API_VERSION:
        raise Refusal(None, "Invalid Stripe API version")
    store.tick()
    return store


async def form_of(request: Asked) -> tuple[dict[str, str], str]:
    """The fields, and all of the request that an idempotency key stands for."""
    body = (await request.body()).decode()
    key = request.headers.get("idempotency-key", "")
    return dict(parse_qsl(body, keep_blank_values=True)), f"{request.url.path} {body} {key}"


def answered_before(request: Asked, store: Store, said: str) -> Thing | None:
    """The answer this idempotency key got before; the same key for another request is refused."""
    key = request.headers.get("idempotency-key")
    if key is None or key not in store.answers:
        return None
    first, answer = store.answers[key]
    if first != said:
        raise Refusal(
            None, "Keys for idempotent requests are for one request.", 400, "idempotency_error"
        )
    return answer


@post("/v1/checkout/sessions", status_code=200)
async def create(request: Asked) -> Thing:
    store = store_for(request)
    form, said = await form_of(request)
    if (before := answered_before(request, store, said)) is not None:
        return before
    session = store.open_session(form, *judged_session(form, store.now()))
    answer = shown(session)
    store.answers[request.headers.get("idempotency-key", session["id"])] = (said, answer)
    return answer


@get("/v1/checkout/sessions/{ref:str}")
async def retrieve(request: Asked, ref: FromPath[str]) -> Thing:
    store = store_for(request)
    answer = shown(store.session(ref))
    if request.query_params.get("expand[0]") == "payment_intent.latest_charge":
        answer["payment_intent"] = intent_shown(store, answer["payment_intent"])
    return answer


@post("/v1/checkout/sessions/{ref:str}/expire", status_code=200)
async def expire(request: Asked, ref: FromPath[str]) -> Thing:
    store = store_for(request)
    session = store.session(ref)
    store.expire(session)
    return shown(session)


@post("/v1/refunds", status_code=200)
async def refund(request: Asked) -> Thing:
    store = store_for(request)
    form, said = await form_of(request)
    if (before := answered_before(request, store, said)) is not None:
        return before
    known_only(form, REFUND_FIELDS)
    answer = dict(
        store.refund(
            form.get("payment_intent", ""), positive(form, "amount"), nested(form, "metadata")
        )
    )
    store.answers[request.headers.get("idempotency-key", answer["id"])] = (said, answer)
    return answer


@get("/v1/refunds")
async def refunds(request: Asked) -> Thing:
    store = store_for(request)
    ref = request.query_params.get("payment_intent", "")
    if ref not in store.intents:
        raise Refusal("resource_missing", f"No such payment_intent: {ref}", 404)
    found = [one for one in store.refunds.values() if one["payment_intent"] == ref]
    return {"object": "list", "data": found[::-1], "has_more": False, "url": "/v1/refunds"}


@get("/c/pay/{ref:str}", media_type=MediaType.HTML)
async def page(request: Asked, ref: FromPath[str]) -> str:
    session = request.app.state.store.session(ref)
    return PAGE.format(
        amount=session["amount_total"],
        currency=session["currency"],
        cancel=session["cancel_url"],
    )


@post("/c/pay/{ref:str}")
async def press(request: Asked, ref: FromPath[str]) -> Response[Any]:
    store: Store = request.app.state.store
    session = store.session(ref)
    if session["status"] != "open":
        return Response({"error": "not open"}, status_code=409)
    form, _ = await form_of(request)
    match form.get("card"):
        case "pay":
            store.pay(session)
        case "slow":
            store.pay_slowly(session)
        case _:
            store.decline(session)
            return Response({"error": "declined"}, status_code=402)
    return Redirect(session["success_url"], status_code=303)


def intent_shown(store: Store, ref: str | None) -> Thing | None:
    """An intent with its charge in it."""
    if ref is None:
        return None
    intent = dict(store.intents[ref])
    intent["latest_charge"] = store.charges.get(intent["latest_charge"] or "")
    return intent


def shown(session: Thing) -> Thing:
    """A session as Stripe shows it."""
    return {name: value for name, value in session.items() if name != "intent_metadata"}


def _refused(request: Asked, refusal: Refusal) -> Response[bytes]:
    return Response(
        msgspec.json.encode(refusal.body),
        status_code=refusal.status,
        media_type=MediaType.JSON,
    )


def create_fake(store: Store, secret_key: str) -> Litestar:
    """Stripe for one account."""
    return Litestar(
        [create, retrieve, expire, refund, refunds, page, press],
        state=State({"store": store, "secret_key": secret_key}),
        exception_handlers={Refusal: _refused},
        openapi_config=None,
        logging_config=None,
    )

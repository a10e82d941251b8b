"""Our side of the sandbox: what goes wrong outside reaches us in our own words."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest

from app.gateways.payments.provider import NoticeKind, NoticeRefused, ProviderRefused
from app.gateways.payments.sandbox import SandboxProvider
from app.rules.errors import ProviderDown
from tests.sandbox.bench import an_order

NOW = datetime(2026, 11, 21, 18, 42, tzinfo=UTC)
OLD, NEW = "old-secret", "new-secret"
CHECKOUT = {
    "id": "chk_1",
    "url": "http://pay.example/pay/chk_1",
    "reference": "pay_0001",
    "status": "open",
    "amount_cents": 16500,
    "currency": "CAD",
    "live": False,
    "expires_at": "2026-11-21T19:12:00.000000Z",
    "capture": None,
}
PAID = {
    **CHECKOUT,
    "status": "paid",
    "capture": {"id": "cap_1", "amount_cents": 16500, "refunded_cents": 0},
}


def provider(answer: Callable[[httpx.Request], httpx.Response]) -> SandboxProvider:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return SandboxProvider(
        "http://api.internal/", "http://pay.example", "key", (NEW, OLD), client, clock=lambda: NOW
    )


def silent() -> SandboxProvider:
    return provider(lambda request: httpx.Response(500))


def a_notice(secret: str = NEW, seconds: int = 0, **changes: Any) -> tuple[dict[str, str], bytes]:
    notice = {
        "id": "evt_1",
        "type": "checkout.paid",
        "created_at": "2026-11-21T18:41:59.000000Z",
        "live": False,
        "data": {"checkout": PAID},
        **changes,
    }
    return signed(msgspec.json.encode(notice), secret, seconds)


def signed(body: bytes, secret: str = NEW, seconds: int = 0) -> tuple[dict[str, str], bytes]:
    time = int(NOW.timestamp()) + seconds
    code = hmac.new(secret.encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
    return {"sandbox-signature": f"t={time},v1={code}"}, body


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError]
)
async def test_a_provider_out_of_reach_is_down(failure: type[httpx.TransportError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise failure("no", request=request)

    with pytest.raises(ProviderDown, match="You have not been charged"):
        await provider(fail).open_checkout(an_order(NOW))
    with pytest.raises(ProviderDown, match="We will keep asking"):
        await provider(fail).ask("chk_1")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(503, text="busy"),
        httpx.Response(429),
        httpx.Response(302, headers={"Location": "http://elsewhere.example"}),
        httpx.Response(201, text="<html>"),
        httpx.Response(201, json={"id": "chk_1"}),
        httpx.Response(201, content=b"\xff"),
    ],
)
async def test_a_provider_that_answers_nonsense_is_down(answer: httpx.Response) -> None:
    with pytest.raises(ProviderDown):
        await provider(lambda request: answer).open_checkout(an_order(NOW))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (
            httpx.Response(422, json={"error": {"code": "invalid_request", "message": "x"}}),
            "invalid_request",
        ),
        (httpx.Response(401, text="who?"), "refused"),
        (httpx.Response(409, json=[]), "refused"),
    ],
)
async def test_a_no_is_a_refusal_with_its_code(answer: httpx.Response, code: str) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await provider(lambda request: answer).open_checkout(an_order(NOW))
    assert refused.value.code == code
    assert refused.value.status == 502


async def test_a_page_at_another_host_is_refused() -> None:
    elsewhere = {**CHECKOUT, "url": "http://evil.example/pay/chk_1"}
    with pytest.raises(ProviderRefused) as refused:
        await provider(lambda request: httpx.Response(201, json=elsewhere)).open_checkout(
            an_order(NOW)
        )
    assert refused.value.code == "foreign_page"


async def test_references_cannot_change_the_address_asked() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        return httpx.Response(200, json=CHECKOUT)

    await provider(answer).ask("../captures/x?y")
    assert asked == [b"/v1/checkouts/..%2Fcaptures%2Fx%3Fy"]


@pytest.mark.parametrize("secret", [NEW, OLD])
def test_both_live_secrets_are_accepted(secret: str) -> None:
    notice = silent().read_notice(*a_notice(secret))
    assert (notice.event_id, notice.kind) == ("evt_1", NoticeKind.PAID)
    assert notice.happened_at == datetime(2026, 11, 21, 18, 41, 59, tzinfo=UTC)


def test_a_third_secret_is_refused() -> None:
    with pytest.raises(NoticeRefused):
        silent().read_notice(*a_notice("third"))


@pytest.mark.parametrize(
    ("seconds", "fits"), [(-300, True), (300, True), (-301, False), (301, False)]
)
def test_a_notice_is_good_for_five_minutes(seconds: int, fits: bool) -> None:
    headers, body = a_notice(seconds=seconds)
    if fits:
        assert silent().read_notice(headers, body).event_id == "evt_1"
    else:
        with pytest.raises(NoticeRefused):
            silent().read_notice(headers, body)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text.split(",")[0],
        lambda text: text.split(",")[1],
        lambda text: text + ",t=1",
        lambda text: text.replace("t=", "t=x"),
        lambda text: text.replace("t=", "t=²"),
        lambda text: text.replace("v1=", "v0="),
        lambda text: text.replace("v1=", "v1=é"),
        lambda text: "t=" + "9" * 5000 + ",v1=x",
        lambda text: ",,,=,=",
    ],
)
def test_a_crooked_signature_header_is_refused(spoil: Callable[[str], str]) -> None:
    headers, body = a_notice()
    headers["sandbox-signature"] = spoil(headers["sandbox-signature"])
    with pytest.raises(NoticeRefused):
        silent().read_notice(headers, body)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"id":"evt_1"}'])
def test_a_signed_body_out_of_shape_is_refused(body: bytes) -> None:
    with pytest.raises(NoticeRefused):
        silent().read_notice(*signed(body))


def test_a_paid_notice_without_money_is_refused() -> None:
    with pytest.raises(NoticeRefused):
        silent().read_notice(*a_notice(data={"checkout": CHECKOUT}))


def test_real_money_is_never_mistaken_for_a_test() -> None:
    assert silent().read_notice(*a_notice(live=True)).live
    assert silent().read_notice(*a_notice(data={"checkout": {**PAID, "live": True}})).live


def test_a_notice_of_a_kind_unknown_to_us_is_other() -> None:
    notice = silent().read_notice(*a_notice(type="checkout.admired"))
    assert notice.kind is NoticeKind.OTHER


@pytest.mark.parametrize(("key", "secrets"), [("", ("s",)), ("k", ()), ("k", ("s", ""))])
def test_empty_secrets_are_never_accepted(key: str, secrets: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="none of them empty"):
        SandboxProvider("http://a", "http://b", key, secrets)


async def test_close_leaves_a_borrowed_client_open() -> None:
    borrowed = httpx.AsyncClient()
    await SandboxProvider("http://a", "http://b", "k", ("s",), borrowed).close()
    assert not borrowed.is_closed
    await borrowed.aclose()
    own = SandboxProvider("http://a", "http://b", "k", ("s",))
    await own.close()
    assert own._client.is_closed

"""The merchant's API says yes once, and no with its true status."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.bench import SandboxBench


def a_request(now: datetime, **changes: Any) -> dict[str, Any]:
    request = {
        "reference": "pay_0001",
        "amount_cents": 16500,
        "currency": "CAD",
        "email": "driver@example.com",
        "description": "City of Marlow Parking",
        "lines": [
            {"label": "Expired meter", "amount_cents": 4500},
            {"label": "Boot applied", "amount_cents": 12000},
        ],
        "return_url": "https://town.example/back",
        "cancel_url": "https://town.example/b",
        "expires_at": (now + timedelta(minutes=30)).isoformat(),
    }
    return {**request, **changes}


async def send(
    sandbox: SandboxBench, request: dict[str, Any], key: str | None = "k1"
) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return await sandbox.api.post("/v1/checkouts", json=request, headers=headers)


async def paid_capture(sandbox: SandboxBench) -> str:
    checkout = (await send(sandbox, a_request(sandbox.clock()))).json()
    await sandbox.web.post(checkout["url"], data={"card": "approve"})
    paid = (await sandbox.api.get(f"/v1/checkouts/{checkout['id']}")).json()
    return str(paid["capture"]["id"])


async def test_a_new_checkout_is_open_and_shows_exactly_the_agreed_fields(
    sandbox: SandboxBench,
) -> None:
    answer = await send(sandbox, a_request(sandbox.clock()))
    assert answer.status_code == 201
    checkout = answer.json()
    assert checkout.pop("id").startswith("chk_")
    assert checkout.pop("url").startswith("http://pay.example/pay/chk_")
    assert checkout.pop("expires_at").endswith("Z")
    assert checkout == {
        "reference": "pay_0001",
        "status": "open",
        "amount_cents": 16500,
        "currency": "CAD",
        "live": False,
        "capture": None,
    }


async def test_the_same_key_and_body_get_the_same_bytes_even_later(sandbox: SandboxBench) -> None:
    request = a_request(sandbox.clock())
    first = await send(sandbox, request)
    await sandbox.web.post(first.json()["url"], data={"card": "approve"})
    sandbox.clock.move(hours=2)
    again = await send(sandbox, request)
    assert (again.status_code, again.content) == (first.status_code, first.content)


async def test_the_same_key_in_parallel_opens_one_checkout(sandbox: SandboxBench) -> None:
    request = a_request(sandbox.clock())
    answers = await asyncio.gather(*(send(sandbox, request) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


async def test_the_same_key_with_another_body_or_another_call_is_a_conflict(
    sandbox: SandboxBench,
) -> None:
    await send(sandbox, a_request(sandbox.clock()))
    other = await send(sandbox, a_request(sandbox.clock(), reference="pay_0002"))
    assert other.status_code == 409
    assert other.json()["error"]["code"] == "idempotency_key_reused"
    refund = await sandbox.api.post(
        "/v1/captures/cap_any/refunds",
        json={"amount_cents": 1, "reason": "x"},
        headers={"Idempotency-Key": "k1"},
    )
    assert refund.status_code == 409


async def test_without_a_key_nothing_is_opened(sandbox: SandboxBench) -> None:
    answer = await send(sandbox, a_request(sandbox.clock()), key=None)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize(
    "changes",
    [
        {"surprise": 1},
        {"amount_cents": 0},
        {"amount_cents": 16500.5},
        {"amount_cents": "16500"},
        {"amount_cents": True},
        {"currency": "cad"},
        {"email": "nobody"},
        {"lines": []},
        {"lines": [{"label": "Boot applied", "amount_cents": 12000}]},
        {"lines": [{"label": "x", "amount_cents": 16500, "more": 1}]},
        {"return_url": "javascript:alert(1)"},
        {"return_url": "/back"},
        {"cancel_url": "https://town.example;script-src/"},
        {"cancel_url": "https://town.example /b"},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2999-01-01T00:00:00Z"},
        {"expires_at": "2026-11-21T10:00:00"},
    ],
    ids=str,
)
async def test_a_request_out_of_shape_is_422(sandbox: SandboxBench, changes: Any) -> None:
    answer = await send(sandbox, a_request(sandbox.clock(), **changes))
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message"}


@pytest.mark.parametrize("field", sorted(a_request(datetime(2026, 1, 1, tzinfo=UTC))))
async def test_a_missing_field_is_422(sandbox: SandboxBench, field: str) -> None:
    request = a_request(sandbox.clock())
    del request[field]
    assert (await send(sandbox, request)).status_code == 422


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"\xff"', b"\xff"])
async def test_a_body_that_is_no_request_is_422(sandbox: SandboxBench, body: bytes) -> None:
    answer = await sandbox.api.post(
        "/v1/checkouts", content=body, headers={"Idempotency-Key": "k1"}
    )
    assert answer.status_code == 422


async def test_a_refused_request_leaves_its_key_free(sandbox: SandboxBench) -> None:
    late = a_request(sandbox.clock(), expires_at="2020-01-01T00:00:00Z")
    assert (await send(sandbox, late)).status_code == 422
    assert (await send(sandbox, a_request(sandbox.clock()))).status_code == 201


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Basic abc", "bearer"])
async def test_a_stranger_is_401(sandbox: SandboxBench, given: str) -> None:
    answer = await sandbox.web.get("/v1/checkouts/chk_x", headers={"Authorization": given})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "unauthorized"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/checkouts/chk_none", 404),
        ("POST", "/v1/checkouts/chk_none/expire", 404),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/checkouts/chk_none", 405),
    ],
)
async def test_what_is_not_there_is_refused_as_json(
    sandbox: SandboxBench, method: str, path: str, status: int
) -> None:
    answer = await sandbox.api.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message"}


async def test_a_body_too_large_is_413(sandbox: SandboxBench) -> None:
    answer = await send(sandbox, a_request(sandbox.clock(), description="x" * 300_000))
    assert answer.status_code == 413


async def test_expiring_a_paid_checkout_is_409(sandbox: SandboxBench) -> None:
    checkout = (await send(sandbox, a_request(sandbox.clock()))).json()
    await sandbox.web.post(checkout["url"], data={"card": "approve"})
    answer = await sandbox.api.post(f"/v1/checkouts/{checkout['id']}/expire")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "checkout_paid")


async def test_a_refund_shows_in_the_checkout_and_never_exceeds_the_capture(
    sandbox: SandboxBench,
) -> None:
    capture_id = await paid_capture(sandbox)

    async def refund(cents: int, key: str) -> httpx.Response:
        return await sandbox.api.post(
            f"/v1/captures/{capture_id}/refunds",
            json={"amount_cents": cents, "reason": "boot returned"},
            headers={"Idempotency-Key": key},
        )

    first = await refund(12000, "r1")
    assert first.status_code == 201
    assert {**first.json(), "id": "-"} == {"id": "-", "status": "succeeded", "amount_cents": 12000}
    assert (await refund(12000, "r1")).content == first.content
    assert (await refund(4501, "r2")).status_code == 409
    assert (await refund(4500, "r3")).status_code == 201
    assert (await refund(1, "r4")).status_code == 409
    assert (await refund(0, "r5")).status_code == 422


async def test_every_answer_carries_the_security_headers(sandbox: SandboxBench) -> None:
    checkout = (await send(sandbox, a_request(sandbox.clock()))).json()
    for path in ("/v1/nothing", "/healthz", "/assets/sandbox.css", "/nothing", checkout["url"]):
        answer = await sandbox.api.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "no-referrer", path
        assert answer.headers["cache-control"], path

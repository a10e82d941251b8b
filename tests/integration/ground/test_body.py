"""Bodies of strangers: too much, too slow or cut off, and the answer is a calm one."""

import asyncio
from typing import Any, cast

import httpx
import pytest
import structlog

from app.main import enveloped
from app.routes import body
from app.routes.desk import Desk
from app.rules.people.access import Role
from tests.factories import sign_in
from tests.integration.conftest import Browser

FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


async def test_a_body_beyond_the_limit_is_413_whether_announced_or_not(client: Browser) -> None:
    async def unannounced() -> Any:
        for _ in range(9):
            yield b"email=" + b"x" * 8000

    for content in (b"email=" + b"x" * body.MOST_BYTES, unannounced()):
        answer = await client.post("/sign-in", content=content, headers=FORM)
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"
        assert "larger than this page can take" in answer.text


async def test_a_form_just_within_the_limit_is_read(client: Browser) -> None:
    await client.get("/sign-in")
    start = f"_csrf_token={client.cookies['bk-csrf']}&email=".encode()
    content = start + b"x" * (body.MOST_BYTES - len(start))
    answer = await client.post("/sign-in", content=content, headers=FORM)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/x-www-form-urlencoded", b"a&" * 1100),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 1100,
        ),
    ],
)
async def test_a_form_of_absurdly_many_parts_is_refused_before_it_is_parsed(
    client: Browser, kind: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "MOST_BYTES", 10**6)
    answer = await client.post("/sign-in", content=content, headers=FORM | {"content-type": kind})
    assert answer.status_code == 413


async def test_a_body_that_dawdles_is_408(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "LONGEST_SECONDS", 0.2)

    async def dribble() -> Any:
        for _ in range(20):
            yield b"x"
            await asyncio.sleep(0.05)

    answer = await client.post("/sign-in", content=dribble(), headers=FORM)
    assert answer.status_code == 408
    assert answer.headers["connection"] == "close"


async def test_a_reader_who_goes_away_while_sending_is_no_crash(
    client: Browser, desk: Desk
) -> None:
    app = cast("Any", client._transport).app
    messages = [
        {"type": "http.request", "body": b"email=", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(name.encode(), value.encode()) for name, value in FORM.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/sign-in",
        "raw_path": b"/sign-in",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost:8000"), *headers],
        "client": ("127.0.0.1", 50000),
        "server": ("localhost", 8000),
    }
    with structlog.testing.capture_logs() as lines:
        await app(scope, receive, send)
    assert sent[0]["status"] == 400
    assert {line["log_level"] for line in lines} == {"info"}
    assert not any("exc_info" in line for line in lines)


async def test_files_and_health_set_no_cookie_and_pages_do(client: Browser, desk: Desk) -> None:
    for path in (desk.static.url("css/app.css"), "/healthz"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
    assert "set-cookie" in (await client.get("/sign-in")).headers


async def test_no_public_answer_carries_a_cookie_whoever_set_it(desk: Desk) -> None:
    async def careless(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"Cache-Control", b"public, max-age=60"), (b"Set-Cookie", b"a=b")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    transport = httpx.ASGITransport(app=cast("Any", enveloped(desk, careless)))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as browser:
        assert "set-cookie" not in (await browser.get("/")).headers


async def test_only_the_policy_that_is_used_may_make_trusted_types(client: Browser) -> None:
    await sign_in(client, Role.officer)
    policy = (await client.get("/dashboard")).headers["content-security-policy"]
    assert policy.endswith("trusted-types htmx")

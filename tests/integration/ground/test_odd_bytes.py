"""Bytes that no page of ours sends are refused calmly, before the database stumbles over them."""

import re
import time

import pytest

from app.rules.people.access import Role
from tests.factories import sign_in
from tests.integration.conftest import Browser
from tests.integration.ground.test_doors import all_routes

ODD = ["%00", "a%00b", "%ED%A0%80", "%FF%FE", "x" * 3000, "%F0%9F%9A%97", "%0D%0AX: y"]
_NAMED = re.compile(r"\{\w+:str\}")
_NUMBERED = re.compile(r"\{\w+:int\}")


@pytest.mark.parametrize("odd", ODD)
async def test_no_odd_address_is_a_fault_of_ours(client: Browser, odd: str) -> None:
    await sign_in(client, Role.admin)
    walked = 0
    for method, path, _ in all_routes():
        if method != "GET" or not _NAMED.search(path):
            continue
        walked += 1
        answer = await client.get(_NUMBERED.sub("1", _NAMED.sub(lambda _: odd, path)))
        assert answer.status_code < 500, path
    assert walked > 10


@pytest.mark.parametrize(
    "charset", ["punycode", "PunyCode", "idna", "unicode_escape", "utf-7", "rot13", "nonsense"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_nobody_chooses_how_slowly_a_form_is_decoded(
    client: Browser, charset: str, method: str
) -> None:
    text = b"a" * 30_000 + b"-" + b"b" * 30_000
    for field in (
        f'name="a"\r\nContent-Type: text/plain; charset={charset}',
        f'name="a"\r\nContent-Type: text/plain;\r\n CHARSET="{charset}"',
        f'name="a--b"\r\nContent-Type: text/plain; charset={charset}; x="--b"',
    ):
        body = f"--b\r\nContent-Disposition: form-data; {field}\r\n\r\n".encode() + text
        before = time.process_time()
        answer = await client.request(
            method,
            "/sign-in",
            content=body + b"\r\n--b--\r\n",
            headers={
                "content-type": "multipart/form-data; boundary=b",
                "sec-fetch-site": "same-origin",
            },
        )
        assert answer.status_code == 422
        assert time.process_time() - before < 0.15


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("given", [{}, {"content-type": "multipart/form-data; boundary=b"}])
async def test_no_odd_text_at_the_sign_in_is_a_fault_of_ours(
    client: Browser, odd: str, given: dict[str, str]
) -> None:
    await client.get("/sign-in")
    token = client.cookies["bk-csrf"]
    fields = {"_csrf_token": token, "email": odd, "password": odd, "next": odd}
    if given:
        plain = bytes.fromhex("".join(re.findall("%(..)", odd)) or "78")
        body = b"".join(
            b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
            % (name.encode(), token.encode() if name == "_csrf_token" else plain)
            for name in fields
        )
        content = body + b"--b--\r\n"
    else:
        given = {"content-type": "application/x-www-form-urlencoded"}
        content = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    answer = await client.post(
        "/sign-in", content=content, headers={"sec-fetch-site": "same-origin", **given}
    )
    assert answer.status_code == 422

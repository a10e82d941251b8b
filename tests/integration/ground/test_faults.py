"""Errors: true status, a calm page, a fragment for a swap, and nothing secret in the log."""

import dataclasses
from typing import Any, cast

import httpx
import pytest
import structlog

from app.db import close_database
from app.main import create_app, enveloped, make_house
from app.reads.settings import system_settings
from app.routes.desk import Desk
from app.rules.errors import DatabaseDown
from app.rules.people.access import Role
from tests.factories import a_boot, sign_in, token_of
from tests.integration.conftest import Browser


async def test_a_page_that_does_not_exist_says_so_calmly(client: Browser) -> None:
    answer = await client.get("/no/such/page")
    assert answer.status_code == 404
    assert "We could not find that page" in answer.text
    assert "<html" in answer.text


async def test_a_swap_gets_a_fragment_and_the_same_status(client: Browser) -> None:
    answer = await client.get("/b/unknown/status", headers={"hx-request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "We could not find that page" in answer.text


async def test_a_wrong_method_is_405(client: Browser) -> None:
    assert (await client.get("/sign-out")).status_code == 405


async def test_a_crash_is_500_without_its_trace(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> int:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("app.routes.statics.health.database_answers", broken)
    answer = await client.get("/healthz")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Something went wrong on our side" in answer.text


async def test_a_fault_of_ours_is_told_without_the_menu(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    await sign_in(client, Role.admin)
    monkeypatch.setattr("app.routes.staff.people.people", broken)
    answer = await client.get("/staff")
    assert answer.status_code == 500
    assert 'id="menu"' not in answer.text
    assert "Go to the dashboard" in answer.text


async def test_a_database_that_is_down_is_503_with_retry_after(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> None:
        raise DatabaseDown

    monkeypatch.setattr("app.reads.pay.page.find_case", down)
    answer = await client.get("/b/anything")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "You have not been charged" in answer.text


async def test_an_error_page_asks_the_database_nothing(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await client.get("/")
    await close_database()

    async def refuse(*_: object) -> None:
        raise AssertionError("an error page asked the database")

    monkeypatch.setattr(system_settings, "system_settings", refuse)
    assert (await client.get("/no/such/page")).status_code == 404


async def test_the_request_log_holds_neither_token_nor_query(desk: Desk) -> None:
    boot_id = await a_boot()
    token = await token_of(boot_id)
    app = enveloped(desk, create_app(dataclasses.replace(make_house(desk.settings), desk=desk)))
    with structlog.testing.capture_logs() as lines:
        transport = httpx.ASGITransport(app=cast("Any", app))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as browser:
            await browser.get(f"/b/{token}?email=dana@example.com")
    said = str(lines)
    assert "/b/{token" in said
    assert token not in said
    assert "dana" not in said

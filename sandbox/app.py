"""Puts the sandbox together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import HTTPException
from litestar.types import Message, Scope

from sandbox.api import api, refuse_as_json
from sandbox.courier import Courier
from sandbox.desk import Desk, desk_of
from sandbox.hosted import hosted
from sandbox.ledger import Ledger
from sandbox.moments import Clock, now
from sandbox.pages import Pages, page_policy
from sandbox.refusals import Refusal
from sandbox.settings import SandboxSettings
from sandbox.store import Store

log = logging.getLogger("sandbox")

LARGEST_BODY_BYTES = 256 * 1024


def create_sandbox(settings: SandboxSettings, *, clock: Clock = now) -> Litestar:
    """Return the sandbox as an ASGI application.

    Its lifespan opens the store and runs the courier that delivers notices.
    """

    @asynccontextmanager
    async def work(app: Litestar) -> AsyncIterator[None]:
        store = Store(settings.store)
        ledger = Ledger(settings, store, clock)
        courier = Courier(settings, store, ledger, clock)
        app.state.desk = Desk(settings, ledger, courier, Pages(settings.prefix), clock)
        running = asyncio.create_task(courier.run())
        try:
            yield
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            await asyncio.to_thread(store.close)

    return Litestar(
        route_handlers=[api, *hosted],
        lifespan=[work],
        before_send=[add_security_headers],
        exception_handlers={
            Refusal: answer_refusal,
            HTTPException: answer_http_error,
            Exception: answer_failure,
        },
        request_max_body_size=LARGEST_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )


def answer_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """Say no in the language of the asker: JSON for programs, a page for people."""
    if request.url.path.startswith("/v1"):
        return refuse_as_json(refusal)
    return desk_of(request).pages.refused(refusal.status, refusal.message)


def answer_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Answer for the framework (unknown address, wrong method, too large) in our own shape."""
    phrase = HTTPStatus(error.status_code).phrase
    refusal = Refusal(error.status_code, phrase.lower().replace(" ", "_"), f"{phrase}.")
    answer = answer_refusal(request, refusal)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def answer_failure(request: Request[Any, Any, Any], failure: Exception) -> Response[Any]:
    """Answer 500 and keep the reason in the log alone."""
    log.error("a request failed", exc_info=failure)
    words = "Something went wrong in the sandbox. Please try again."
    return answer_refusal(request, Refusal(500, "internal_error", words))


async def add_security_headers(message: Message, _: Scope) -> None:
    """Put the security headers on every answer, errors and files included."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    headers.setdefault("Content-Security-Policy", page_policy(None))
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Frame-Options"] = "DENY"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"

"""The web process with 20 ms of sleep planted before each answer: the verdict must turn red."""

import asyncio
import sys
import time
from unittest.mock import patch

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from app.__main__ import main
from app.main import web

PLANTED_SECONDS = 0.020


def sleepy(app: ASGIApp) -> ASGIApp:
    """Hold the whole process up, as a forgotten blocking call would."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            time.sleep(PLANTED_SECONDS)
        await app(scope, receive, send)

    return answer


def sleepy_web(stopping: asyncio.Event | None = None) -> ASGIApp:
    """The whole application, asleep before each answer."""
    return sleepy(web(stopping))


if __name__ == "__main__":
    with patch("app.serve.web", sleepy_web):
        sys.exit(main(["web"]))

"""A dashboard's open stream, read and closed as a browser does it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from litestar.types import ASGIApp, Message

SOON_SECONDS = 3.0
Event = tuple[str, dict[str, int]]


class Viewer:
    """One GET of the stream: its status, its events in order, and the beats in between."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.beats = 0
        self.last_id = ""
        self.ended = asyncio.Event()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._text = ""

    async def next(self) -> Event:
        """The next event; fails when none comes soon."""
        async with asyncio.timeout(SOON_SECONDS):
            return await self._events.get()

    async def hears_nothing_for(self, seconds: float) -> bool:
        """Whether no event comes for that long."""
        await asyncio.sleep(seconds)
        return self._events.empty()

    def take(self, message: Message) -> None:
        """One ASGI message of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
            return
        if message["type"] == "http.response.body":
            self._text += message["body"].decode()
            *whole, self._text = self._text.split("\n\n")
            for block in whole:
                self._read(block)

    def _read(self, block: str) -> None:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        self.last_id = fields["id"]
        if fields["event"] == "beat":
            self.beats += 1
        else:
            self._events.put_nowait((fields["event"], json.loads(fields["data"])))


async def _answer(app: ASGIApp, scope: Any, receive: Any, send: Any) -> None:
    await app(scope, receive, send)


@contextlib.asynccontextmanager
async def viewing(
    app: ASGIApp, cookies: httpx.Cookies, *, last_id: str = ""
) -> AsyncIterator[Viewer]:
    """Open the stream; leaving the block closes it as a closed browser does."""
    viewer, gone = Viewer(), asyncio.Event()
    asked = False

    async def receive() -> Any:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        viewer.take(message)
        if message["type"] == "http.response.body" and not message["more_body"]:
            gone.set()

    jar = "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies.jar)
    headers = [(b"host", b"localhost:8000"), (b"cookie", jar.encode())]
    if last_id:
        headers.append((b"last-event-id", last_id.encode()))
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/live/boots",
        "raw_path": b"/live/boots",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("localhost", 8000),
    }
    task: asyncio.Task[None] = asyncio.create_task(_answer(app, scope, receive, send))
    task.add_done_callback(lambda _: viewer.ended.set())
    try:
        yield viewer
    finally:
        gone.set()
        async with asyncio.timeout(SOON_SECONDS):
            await task

"""Scripted dashboards in a process of their own: each holds the stream, fetches what changed."""

import asyncio
import gzip
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field

import uvloop

END_OF_HEAD = b"\r\n\r\n"
# As static/js/dashboard.js waits, so that many changes within a moment are one request.
FIRST_PAUSE, MORE_PAUSE = 0.05, 0.1
OPENED_AT_ONCE = 50


class WrongAnswer(Exception):
    """The server answered something else than a dashboard gets."""


@dataclass
class Viewer:
    """One open dashboard: the revisions it was told, and each answer with when it was there."""

    port: int
    token: str
    told: set[int] = field(default_factory=set)
    fetched: list[tuple[float, bytes]] = field(default_factory=list)

    async def open(self) -> None:
        """Open the stream and wait for its first word."""
        self._stream, self._keep = await asyncio.open_connection("127.0.0.1", self.port)
        self._keep.write(self._request("/live/boots"))
        head = await self._stream.readuntil(END_OF_HEAD)
        if not head.startswith(b"HTTP/1.1 200 "):
            raise WrongAnswer(head[:300])
        await self._stream.readuntil(b"event: hello")

    async def follow(self) -> None:
        """Fetch the board soon after it is told of a change, until cancelled."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        news = asyncio.Event()
        await asyncio.gather(self._listen(news), self._fetch(news))

    async def _listen(self, news: asyncio.Event) -> None:
        while True:
            await self._stream.readuntil(b"event: changed")
            data = json.loads((await self._stream.readuntil(b"}")).rpartition(b"data: ")[2])
            self.told.add(data.get("revision", 0))
            news.set()

    async def _fetch(self, news: asyncio.Event) -> None:
        while True:
            await news.wait()
            await asyncio.sleep(FIRST_PAUSE + MORE_PAUSE * random.random())
            news.clear()
            self._writer.write(self._request("/dashboard/board"))
            head = await self._reader.readuntil(END_OF_HEAD)
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if not head.startswith(b"HTTP/1.1 200 ") or length is None:
                raise WrongAnswer(head[:300])
            body = await self._reader.readexactly(int(length[1]))
            self.fetched.append((time.monotonic(), body))

    def _request(self, path: str) -> bytes:
        return (
            f"GET {path} HTTP/1.1\r\nhost: localhost\r\nhx-request: true\r\n"
            f"accept-encoding: gzip\r\ncookie: bk-staff={self.token}\r\n\r\n"
        ).encode()


def seen(body: bytes, boot: int) -> int:
    """The revision of the boot's row in a fetched board."""
    text = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
    found = re.search(rb'id="row-%d" data-row data-revision="(\d+)"' % boot, text)
    if found is None:
        raise WrongAnswer(text[:300])
    return int(found[1])


async def look(port: int, tokens: list[str], boot: int, count: int) -> None:
    """Say when all are connected; once told to stop, print what each was told and saw when."""
    viewers = [Viewer(port, tokens[n % len(tokens)]) for n in range(count)]
    for first in range(0, count, OPENED_AT_ONCE):
        await asyncio.gather(*(one.open() for one in viewers[first : first + OPENED_AT_ONCE]))
    following = asyncio.gather(*(one.follow() for one in viewers))
    print("open", flush=True)
    told_to_stop = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
    await asyncio.wait({following, told_to_stop}, return_when=asyncio.FIRST_COMPLETED)
    if following.done():
        await following
    following.cancel()
    saw = [[(seen(body, boot), at) for at, body in one.fetched] for one in viewers]
    told = sorted(set().union(*(one.told for one in viewers)))
    size = max((len(body) for one in viewers for _, body in one.fetched), default=0)
    print(json.dumps({"saw": saw, "told": told, "bytes": size}), flush=True)


if __name__ == "__main__":
    uvloop.run(look(**json.loads(sys.stdin.readline())))

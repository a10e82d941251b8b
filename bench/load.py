"""A small load generator, in a process of its own so that it never shares the server's loop."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import cast

import uvloop

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "
WARM_SECONDS = 1.0


@dataclass(frozen=True)
class Load:
    """What one burst measured; `waits` counts answers by tenths of a millisecond they took."""

    per_second: float
    waits: dict[str, int]
    body_bytes: int

    @property
    def seconds(self) -> list[float]:
        """How long each answer took, to a tenth of a millisecond."""
        return [int(wait) / 10_000 for wait, count in self.waits.items() for _ in range(count)]


class WrongAnswer(Exception):
    """The server answered something else than the page; its first bytes say what."""


class Caller(asyncio.Protocol):
    """One keep-alive connection that asks again as soon as it has been answered."""

    def __init__(self, request: bytes, marker: bytes, ended: asyncio.Future[None]) -> None:
        self._request, self._marker, self._ended = request, marker, ended
        self._answer = bytearray()
        self._needed = 0
        self._asked_at = 0.0
        self.answered: deque[tuple[float, float]] = deque()
        self.body_bytes = 0
        self.stopping = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Collect one whole answer, judge it, note its time, ask again."""
        self._answer += data
        if not self._needed:
            head = self._answer.find(END_OF_HEAD)
            if head < 0:
                return
            self._needed = head + len(END_OF_HEAD) + self._body_length(head)
        if len(self._answer) < self._needed:
            return
        now = time.perf_counter()
        if not self._answer.startswith(b"HTTP/1.1 200 ") or self._marker not in self._answer:
            self._end(WrongAnswer(bytes(self._answer[:300])))
            return
        self.answered.append((now, now - self._asked_at))
        if self.stopping:
            self._end(None)
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up in the middle of a burst spoils the measurement."""
        self._end(exc or WrongAnswer(b"the server closed a connection"))

    def _ask(self) -> None:
        self._answer.clear()
        self._needed = 0
        self._asked_at = time.perf_counter()
        self._transport.write(self._request)

    def _body_length(self, head: int) -> int:
        at = self._answer.lower().find(LENGTH, 0, head)
        if at < 0:
            self._end(WrongAnswer(bytes(self._answer[:300])))
            return 0
        end = self._answer.find(b"\r\n", at)
        self.body_bytes = int(self._answer[at + len(LENGTH) : end])
        return self.body_bytes

    def _end(self, error: Exception | None) -> None:
        if self._ended.done():
            return
        if error:
            self._ended.set_exception(error)
        else:
            self._ended.set_result(None)
        self._transport.close()


async def burst(port: int, path: str, marker: str, connections: int, seconds: float) -> Load:
    """Keep `connections` callers busy; the first second is not counted. Raises `WrongAnswer`."""
    loop = asyncio.get_running_loop()
    request = f"GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\n\r\n".encode()
    ends = [loop.create_future() for _ in range(connections)]
    callers = [
        (await loop.create_connection(_caller(request, marker, end), "127.0.0.1", port))[1]
        for end in ends
    ]
    counted_from = time.perf_counter() + WARM_SECONDS
    done, _ = await asyncio.wait(
        ends, timeout=WARM_SECONDS + seconds, return_when=asyncio.FIRST_EXCEPTION
    )
    counted_to = time.perf_counter()
    for caller in callers:
        caller.stopping = True
    await asyncio.wait_for(asyncio.gather(*done, *ends), timeout=30)
    times = [
        took
        for caller in callers
        for at, took in caller.answered
        if counted_from <= at < counted_to
    ]
    waits = Counter(str(round(took * 10_000)) for took in times)
    return Load(len(times) / (counted_to - counted_from), dict(waits), callers[0].body_bytes)


def _caller(request: bytes, marker: str, ended: asyncio.Future[None]) -> type[Caller]:
    return cast(type[Caller], lambda: Caller(request, marker.encode(), ended))


def measure(port: int, path: str, marker: str, *, connections: int, seconds: float) -> Load:
    """Run one burst from a fresh process. Raises `CalledProcessError` when it went wrong."""
    words = [str(port), path, marker, str(connections), str(seconds)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return Load(**json.loads(done.stdout))


if __name__ == "__main__":
    port, path, marker, connections, seconds = sys.argv[1:]
    print(
        json.dumps(
            asdict(uvloop.run(burst(int(port), path, marker, int(connections), float(seconds))))
        )
    )

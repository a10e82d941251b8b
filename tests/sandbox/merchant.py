"""A merchant's webhook address for tests: keeps what arrives and answers as it is told."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec

Post = tuple[dict[str, str], bytes]


class Merchant:
    """Listens on a port of this machine; `answers` are used up first, then 204."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.answers: deque[int] = deque()
        self.at_once = 0
        self.most_at_once = 0
        self.delay_seconds = 0.0
        self.port = 0
        self.news = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def of_type(self, about: str) -> list[Post]:
        return [post for post in self.posts if msgspec.json.decode(post[1])["type"] == about]

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")[1:]
                headers = dict(line.split(": ", 1) for line in lines if line)
                length = int(headers.get("Content-Length", headers.get("content-length", "0")))
                body = await reader.readexactly(length)
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                await asyncio.sleep(self.delay_seconds)
                self.at_once -= 1
                self.posts.append((headers, body))
                self.news.set()
                status = self.answers.popleft() if self.answers else 204
                writer.write(f"HTTP/1.1 {status} Noted\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def until(self, done: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until `done`, looked at after each post; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not done():
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def listening_merchant() -> AsyncIterator[Merchant]:
    merchant = Merchant()
    server = await asyncio.start_server(merchant.receive, "127.0.0.1", 0)
    merchant.port = server.sockets[0].getsockname()[1]
    async with server:
        yield merchant

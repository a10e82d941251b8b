"""A real mail server of the test's own loop that can be shut, with mails half handed over."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import default
from typing import NamedTuple, cast

from aiosmtpd.smtp import SMTP, Envelope, Session


class Arrived(NamedTuple):
    """One copy of a mail as it reached the server."""

    recipient: str
    message_id: str


class MailOffice:
    """Keeps what arrives; while shut it takes each message but never says so."""

    def __init__(self) -> None:
        self.port = 0
        self.acknowledged: list[Arrived] = []
        self.unanswered: list[Arrived] = []
        self.open = asyncio.Event()
        self.news = asyncio.Event()
        self.lines: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        """For SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(  # noqa: N802 - the server library chose the name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = message_from_bytes(cast("bytes", envelope.content), policy=default)
        arrived = Arrived(envelope.rcpt_tos[0], str(message["Message-ID"]))
        if not self.open.is_set():
            self.unanswered.append(arrived)
            self.news.set()
            await self.open.wait()
            return "451 closed a moment ago"
        self.acknowledged.append(arrived)
        self.news.set()
        return "250 2.0.0 taken"

    async def until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until `done`, looked at after each mail. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not done():
                self.news.clear()
                await self.news.wait()


class _Line(SMTP):
    office: MailOffice

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.office.lines.add(cast("asyncio.Transport", transport))
        super().connection_made(transport)


@asynccontextmanager
async def mail_office() -> AsyncIterator[MailOffice]:
    """An office that is shut at first: `open.set()` opens it."""
    office = MailOffice()

    def line() -> SMTP:
        server = _Line(office, hostname="post.example")
        server.office = office
        return server

    listening = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    office.port = listening.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        office.open.set()
        for transport in office.lines:
            transport.abort()
        listening.close()
        await asyncio.sleep(0.05)

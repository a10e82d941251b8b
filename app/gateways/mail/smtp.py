"""Delivers letters to a mail server, over a few connections that are kept open."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ssl import SSLContext
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from app.gateways.mail.compose import Composed, compose
from app.gateways.mail.letters import Letter
from app.gateways.mail.postman import MailDelayed, MailRefused
from app.templating import Templates

TIMEOUT_SECONDS = 10.0
# Release mails have four, so that four slow letters of another kind never hold one up.
CONNECTIONS = 8
# Servers hang up on quiet connections, some without a word.
IDLE_SECONDS = 20.0
_ANSWER_LENGTH = 300
_SERVICE_CLOSING = 421


@dataclass(frozen=True)
class MailServer:
    """Where the mail server is and how to speak to it.

    `start_tls` True insists on STARTTLS, None takes it when offered, False never asks.
    """

    host: str
    port: int
    tls: bool = False
    start_tls: bool | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls_context: SSLContext | None = field(default=None, repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS


def mail_server(url: str) -> MailServer:
    """Read `smtp://`, `smtp+starttls://` or `smtps://` `[user:password@]host[:port]`.

    `smtp` encrypts when the server offers it, the other two insist. Raises `ValueError`.
    """
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("SMTP_URL starts with smtp://, smtp+starttls:// or smtps:// and a host")
    return MailServer(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        tls=parts.scheme == "smtps",
        start_tls={"smtp": None, "smtp+starttls": True, "smtps": False}[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class SmtpPostman:
    """A `Postman` that speaks SMTP; belongs to one event loop."""

    def __init__(self, server: MailServer, templates: Templates, *, sender: str) -> None:
        self._server = server
        self._templates = templates
        self._sender = sender
        self._idle: list[tuple[SMTP, float]] = []
        self._turns = asyncio.Semaphore(CONNECTIONS)

    async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
        """Hand the mail to the server and return its answer; see `Postman.send`.

        A 5xx to the address or the message refuses it. What the server says about us (sign-in,
        sender, greeting) only delays it: the operator can mend that, and no code is lost.
        """
        mail = compose(
            self._templates,
            letter,
            sender=self._sender,
            to=to,
            message_id=message_id,
            language=language,
            sent_at=datetime.now(UTC),
        )
        try:
            async with self._turns, asyncio.timeout(3 * self._server.timeout_seconds):
                return await self._deliver(mail)
        except (SMTPRecipientRefused, SMTPDataError) as error:
            answer = _answer(error.code, error.message)
            raise (MailRefused if error.code >= 500 else MailDelayed)(answer) from error
        except SMTPResponseException as error:
            raise MailDelayed(_answer(error.code, error.message)) from error
        except (SMTPException, OSError) as error:  # TimeoutError is an OSError
            raise MailDelayed(_said(f"{type(error).__name__}: {error}")) from error

    async def close(self) -> None:
        """Say goodbye on every open connection; sending again opens new ones."""
        idle, self._idle = self._idle, []
        for client, _ in idle:
            with suppress(SMTPException, OSError):
                await client.quit(timeout=1)
            client.close()

    async def _deliver(self, mail: Composed) -> str:
        client = await self._addressed(mail.to)
        try:
            response = await client.data(mail.content)
        except BaseException:
            # What the server still expects on this connection is unknown.
            client.close()
            raise
        self._idle.append((client, time.monotonic()))
        return _answer(response.code, response.message)

    async def _addressed(self, to: str) -> SMTP:
        """Return a connection with sender and recipient accepted.

        Only kept connections are tried again, and only before the message itself: nothing can
        have been sent twice.
        """
        while (client := self._take()) is not None:
            try:
                await self._address(client, to)
            except (SMTPServerDisconnected, ConnectionError):
                continue
            except SMTPSenderRefused as error:
                if error.code != _SERVICE_CLOSING:
                    raise
                continue
            return client
        client = self._client()
        try:
            await client.connect()
            await self._address(client, to)
        except BaseException:
            client.close()
            raise
        return client

    async def _address(self, client: SMTP, to: str) -> None:
        try:
            await client.mail(self._sender)
            await client.rcpt(to)
        except BaseException:
            client.close()
            raise

    def _take(self) -> SMTP | None:
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and time.monotonic() - since < IDLE_SECONDS:
                return client
            client.close()
        return None

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls,
            start_tls=server.start_tls,
            username=server.username,
            password=server.password,
            tls_context=server.tls_context,
            timeout=server.timeout_seconds,
            # Asking the machine for its name may wait for a name server.
            local_hostname=self._sender.rpartition("@")[2],
        )


def _answer(code: int, message: str) -> str:
    return _said(f"{code} {message}")


def _said(text: str) -> str:
    return " ".join(text.split())[:_ANSWER_LENGTH]

"""A mail server of the tests' own, which can be told to be difficult."""

import asyncio
from dataclasses import dataclass, field
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """A real SMTP server of the test's own loop, whose next answers can be chosen."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    answers: dict[str, list[str]] = field(default_factory=dict)
    stalled: asyncio.Event = field(default_factory=asyncio.Event)
    lines: list[asyncio.Transport] = field(default_factory=list)

    async def _answer(self, step: str) -> str | None:
        chosen = self.answers.get(step, [])
        answer = chosen.pop(0) if chosen else None
        if answer == "stall":
            await self.stalled.wait()
        if answer == "cut":
            self.cut()
        return answer

    def cut(self) -> None:
        for line in self.lines:
            line.abort()

    async def handle_MAIL(  # noqa: N802 - the server library chose the name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer("MAIL") or "250 OK"

    async def handle_RCPT(  # noqa: N802 - the server library chose the name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("RCPT")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(  # noqa: N802 - the server library chose the name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await self._answer("DATA")
        if answer is None:
            self.mails.append(cast("bytes", envelope.content))
            self.recipients += envelope.rcpt_tos
        return answer or f"250 2.0.0 queued as {len(self.mails)}"


class Line(SMTP):
    office: PostOffice

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.office.connections += 1
        self.office.lines.append(cast("asyncio.Transport", transport))
        super().connection_made(transport)

"""A real SMTP server that keeps what it accepts: codes are read here, never in the database."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port

MAIL_SECONDS = 15.0
CODE_LINE = re.compile(r"^Your release code: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """One mail as its reader gets it; `pictures` by the names its HTML shows, `size` in bytes."""

    to: str
    subject: str
    message_id: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: str = ""
    pictures: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    size: int = 0

    @property
    def is_release(self) -> bool:
        """Whether it carries a release code."""
        return CODE_LINE.search(self.text) is not None

    @property
    def is_receipt(self) -> bool:
        """Whether it says what was paid."""
        return self.subject.startswith("Receipt ")

    @property
    def code(self) -> str:
        """The release code a driver would read in it."""
        found = CODE_LINE.search(self.text)
        assert found, f"no code in {self.subject!r}"
        return found[1].strip()

    def link(self, word: str) -> str:
        """The address in the text that holds `word`."""
        found = re.search(rf"https?://[^\s<>]*{re.escape(word)}[^\s<>]*", self.text)
        assert found, f"no link with {word!r} in {self.subject!r}"
        return found[0]


class MailServer:
    """Takes mail for everybody but those it `refuses`, or for nobody while it is `away`."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.refused = 0
        self.away = False
        self.refuses: set[str] = set()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """What the product gets as SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, in a thread of its own."""
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Say no for good to an address that does not exist here."""
        if address in self.refuses:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 go on"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the mail, or put it off as a busy server does."""
        if self.away:
            self.refused += 1
            return "451 busy, come back later"
        message = message_from_bytes(envelope.content, policy=default)
        self.letters.append(
            Letter(
                to=str(message["To"]),
                subject=str(message["Subject"]),
                message_id=str(message["Message-ID"]),
                text=_part(message, "plain"),
                html=_part(message, "html"),
                language=str(message["Content-Language"]),
                pictures=tuple(
                    (part["Content-ID"].strip("<>"), part.get_content())
                    for part in message.walk()
                    if part["Content-ID"]
                ),
                size=len(envelope.content),
            )
        )
        return "250 kept"

    def for_reader(self, to: str) -> list[Letter]:
        """Everything that reached this address so far."""
        return [letter for letter in self.letters if letter.to == to]

    async def wait(self, to: str, count: int, seconds: float = MAIL_SECONDS) -> list[Letter]:
        """The mails of an address once there are `count`; fails when they do not come."""
        deadline = time.monotonic() + seconds
        while len(self.for_reader(to)) < count:
            subjects = [letter.subject for letter in self.for_reader(to)]
            assert time.monotonic() < deadline, f"{to} got only {subjects} in {seconds} s"
            await asyncio.sleep(0.05)
        return self.for_reader(to)

    async def turns_away(self, count: int) -> None:
        """Wait until `count` mails in all were put off; fails when nobody brings them."""
        deadline = time.monotonic() + MAIL_SECONDS
        while self.refused < count:
            assert time.monotonic() < deadline, f"{self.refused} of {count} mails came"
            await asyncio.sleep(0.05)

    async def release_code(self, to: str) -> str:
        """The code of the release mail; fails unless receipt and release came, one of each."""
        letters = await self.wait(to, 2)
        release = [letter for letter in letters if letter.is_release]
        receipts = [letter for letter in letters if letter.is_receipt]
        assert len(release) == len(receipts) == 1, [letter.subject for letter in letters]
        return release[0].code


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""

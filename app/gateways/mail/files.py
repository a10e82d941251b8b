"""Delivers letters as .eml files and shows them again: the demonstration's mail server."""

import asyncio
import os
import re
import secrets
import time
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from app.gateways.mail.compose import compose
from app.gateways.mail.letters import Letter
from app.gateways.mail.mailbox import DeliveredMail, MailSummary
from app.gateways.mail.postman import MailDelayed
from app.rules.errors import Missing
from app.templating import Templates

# Made by us alone, so that no address in a URL can name another file.
_MAIL_ID = re.compile(r"\d{20}-[0-9a-f]{8}")


class FilePostman:
    """A `Postman` and a `Mailbox` over one folder; mails hold codes, so only the owner reads."""

    def __init__(self, folder: Path, templates: Templates, *, sender: str) -> None:
        self._folder = folder
        self._templates = templates
        self._sender = sender

    async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
        """Write the mail whole or not at all; see `Postman.send`."""
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
            mail_id = await asyncio.to_thread(self._write, mail.content)
        except OSError as error:
            raise MailDelayed(f"the mail folder cannot be written: {error.strerror}") from error
        return f"250 kept as {mail_id}"

    async def close(self) -> None:
        """Nothing is held open."""

    async def list_mails(self, limit: int = 100) -> Sequence[MailSummary]:
        """See `Mailbox.list_mails`."""
        return await asyncio.to_thread(self._list, limit)

    async def read_mail(self, mail_id: str) -> DeliveredMail:
        """See `Mailbox.read_mail`."""
        return await asyncio.to_thread(self._read, mail_id)

    def _write(self, content: bytes) -> str:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mail_id = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        draft = self._folder / f".{mail_id}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / f"{mail_id}.eml")
        return mail_id

    def _list(self, limit: int) -> list[MailSummary]:
        names = sorted((path.stem for path in self._folder.glob("*.eml")), reverse=True)
        return [_summary(name, self._parse(name)) for name in names[:limit]]

    def _read(self, mail_id: str) -> DeliveredMail:
        message = self._parse(mail_id)
        return DeliveredMail(
            summary=_summary(mail_id, message),
            text=_part(message, "plain"),
            html=_with_pictures(message),
            headers=tuple((name, str(value)) for name, value in message.items()),
        )

    def _parse(self, mail_id: str) -> EmailMessage:
        if not _MAIL_ID.fullmatch(mail_id):
            raise Missing
        try:
            content = (self._folder / f"{mail_id}.eml").read_bytes()
        except FileNotFoundError:
            raise Missing from None
        return message_from_bytes(content, policy=default)


def _summary(mail_id: str, message: EmailMessage) -> MailSummary:
    return MailSummary(
        mail_id=mail_id,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        message_id=str(message["Message-ID"]),
        language=str(message["Content-Language"]),
    )


def _with_pictures(message: EmailMessage) -> str:
    html = _part(message, "html")
    for part in message.walk():
        if part["Content-ID"]:
            data = b64encode(part.get_content()).decode()
            inside = f"data:{part.get_content_type()};base64,{data}"
            html = html.replace(f"cid:{part['Content-ID'].strip('<>')}", inside)
    return html


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""

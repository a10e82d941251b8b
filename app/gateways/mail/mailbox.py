"""The contract of a mailbox that the demonstration can look into."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class MailSummary:
    """One delivered mail in a list. `mail_id` is a name inside the mailbox, safe in a URL."""

    mail_id: str
    to: str
    subject: str = field(repr=False)
    sent_at: datetime
    message_id: str
    language: str


@dataclass(frozen=True)
class DeliveredMail:
    """One delivered mail with both of its parts and its headers as (name, value).

    The pictures that travelled with it stand inside `html`.
    """

    summary: MailSummary
    text: str = field(repr=False)
    html: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)


@runtime_checkable
class Mailbox(Protocol):
    """Reads what was delivered here."""

    async def list_mails(self, limit: int = 100) -> Sequence[MailSummary]:
        """Return the newest `limit` mails, newest first."""
        ...

    async def read_mail(self, mail_id: str) -> DeliveredMail:
        """Return one mail. Raises `Missing`, also for names that no mail can have."""
        ...

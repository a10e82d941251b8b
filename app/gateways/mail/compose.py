"""Turns a letter into one MIME message: text and HTML, headers that nobody can inject."""

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from app.gateways.mail.letters import Letter
from app.gateways.mail.markdown import picture_id
from app.gateways.mail.mime import header, mailbox, multipart, picture_part, text_part
from app.gateways.mail.postman import MailRefused
from app.gateways.mail.wording import Written, written
from app.rules.errors import Invalid
from app.rules.people.emails import clean_email
from app.templating import Templates

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
# Control, line and direction characters: they break headers or disguise names.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_INDENT = re.compile(r"^\s*(?:\d\.\s+)?")
_TEXT_WIDTH = 72


@dataclass(frozen=True)
class Composed:
    """A mail ready for any postman: `content` is all of it, its lines ended as SMTP has them."""

    to: str
    content: bytes


def compose(
    templates: Templates,
    letter: Letter,
    *,
    sender: str,
    to: str,
    message_id: str,
    language: str,
    sent_at: datetime,
) -> Composed:
    """Return the mail, multipart/alternative.

    Raises `MailRefused` when `to` is not one plain address; `ValueError` when the message id or
    the sender, which are our own, are malformed.
    """
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message id looks like <name@host>")
    address = recipient(to)
    organisation = letter.organisation
    mail = written(templates, letter, language)
    headers = [
        mailbox("From", sender, _one_line(organisation.name)),
        header("To", address),
        header("Subject", _one_line(mail.subject)),
        header("Date", format_datetime(sent_at)),
        header("Message-ID", message_id),
        header("Auto-Submitted", "auto-generated"),
        # Absence notices and list software leave such mail alone.
        header("X-Auto-Response-Suppress", "All"),
        header("Content-Language", _one_line(language)),
        header("MIME-Version", "1.0"),
    ]
    if organisation.help_email:
        headers.append(mailbox("Reply-To", _one_line(organisation.help_email)))
    text = text_part("plain", plain_text(mail.text))
    return Composed(
        to=address,
        content=b"".join((*headers, multipart("alternative", [text, _page(mail)]))),
    )


def _page(mail: Written) -> bytes:
    """The HTML, with the pictures it shows: they travel in the mail, nothing is loaded later."""
    page = text_part("html", mail.html)
    pictures = [picture_part(picture, picture_id(picture.name)) for picture in mail.pictures]
    return multipart("related", [page, *pictures]) if pictures else page


def recipient(to: str) -> str:
    """Return `to` as one ASCII address (rule P8). Raises `MailRefused`."""
    try:
        return clean_email(to)
    except Invalid:
        raise MailRefused("not an email address") from None


def _one_line(text: str) -> str:
    kept = (" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
    return " ".join("".join(kept).split())


def plain_text(text: str) -> str:
    """Wrap long lines under their own indent and keep one empty line between paragraphs."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line and len(line) <= _TEXT_WIDTH:
            lines.append(line)
        elif line:
            indent = " " * len(_INDENT.findall(line)[0])
            lines += textwrap.wrap(
                line,
                _TEXT_WIDTH,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        elif lines and lines[-1]:
            lines.append("")
    return "\n".join(lines) + "\n"

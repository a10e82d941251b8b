"""Turns a letter into one MIME message: text and HTML, headers that nobody can inject."""

import re
import secrets
import textwrap
import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from app.gateways.mail.letters import (
    EmailChangedLetter,
    GoodwillLetter,
    Letter,
    PromiseLetter,
)
from app.gateways.mail.markdown import picture_id
from app.gateways.mail.postman import MailRefused
from app.gateways.mail.wording import WordedLetter, Written, written
from app.rules.errors import Invalid
from app.rules.mail_texts.words import Picture
from app.rules.people.emails import clean_email
from app.templating import Surroundings, Templates

# The words of these are fixed; those of all others are written by administrators.
_TEMPLATES: dict[type[Letter], str] = {
    PromiseLetter: "mail/promise",
    GoodwillLetter: "mail/goodwill",
    EmailChangedLetter: "mail/email_changed",
}
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
# Control, line and direction characters: they break headers or disguise names.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_INDENT = re.compile(r"^\s*(?:\d\.\s+)?")
_TEXT_WIDTH = 72


def compose(
    templates: Templates,
    letter: Letter,
    *,
    sender: str,
    to: str,
    message_id: str,
    language: str,
    sent_at: datetime,
) -> EmailMessage:
    """Return the message, multipart/alternative, ready for any postman.

    Raises `MailRefused` when `to` is not one plain address; `ValueError` when the message id or
    the sender, which are our own, are malformed.
    """
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message id looks like <name@host>")
    organisation = letter.organisation
    mail = _in_words(templates, letter, language)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=_one_line(organisation.name), addr_spec=sender)
    message["To"] = recipient(to)
    if organisation.help_email:
        message["Reply-To"] = Address(addr_spec=_one_line(organisation.help_email))
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    # Absence notices and list software leave such mail alone.
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(plain_text(mail.text), cte="quoted-printable")
    message.make_alternative(boundary=_boundary())
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    _enclose(message, mail.pictures)
    # Last, since setting content moves what is called Content-… into the parts.
    message["Content-Language"] = _one_line(language)
    return message


def _in_words(templates: Templates, letter: Letter, language: str) -> Written:
    if isinstance(letter, WordedLetter):
        return written(templates, letter, language)
    template = _TEMPLATES[type(letter)]
    around = Surroundings(language=language, time_zone=letter.time_zone, currency=letter.currency)

    def fill(ending: str) -> str:
        return templates.render(
            f"{template}.{ending}",
            around,
            letter=letter,
            org=letter.organisation,
            language=language,
        )

    return Written(fill("subject.txt"), fill("txt"), fill("html"), letter.organisation.pictures)


def _enclose(message: EmailMessage, pictures: tuple[Picture, ...]) -> None:
    """Pictures travel in the mail, beside the HTML that shows them: nothing is loaded later."""
    if not pictures:
        return
    html = message.get_body(("html",))
    if isinstance(html, EmailMessage):
        html.make_related(boundary=_boundary())
        for picture in pictures:
            html.attach(_enclosed(picture))


def _boundary() -> str:
    """Never in any part; found without searching them, as the library would for every mail."""
    return f"=_{secrets.token_hex(16)}"


@lru_cache(maxsize=64)
def _enclosed(picture: Picture) -> EmailMessage:
    """A picture as a part of the mail; the same for all, since nobody changes it."""
    part = EmailMessage(policy=SMTP)
    part.set_content(
        picture.content,
        "image",
        picture.kind,
        cid=f"<{picture_id(picture.name)}>",
        disposition="inline",
        filename=f"{picture.name.strip('_')}.{picture.kind}",
    )
    del part["MIME-Version"]
    return part


def recipient(to: str) -> Address:
    """Return `to` as one ASCII address (rule P8). Raises `MailRefused`."""
    try:
        return Address(addr_spec=clean_email(to))
    except Invalid:
        raise MailRefused("not an email address") from None


def _one_line(text: str) -> str:
    kept = (" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
    return " ".join("".join(kept).split())


def plain_text(text: str) -> str:
    """Wrap long lines under their own indent and keep one empty line between paragraphs."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line:
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

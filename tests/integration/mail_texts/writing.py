"""What administrators do with the words of mails, as their browser does it."""

import html
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import httpx

from app.actions.letters.stationery import Stationery
from app.actions.outbox.send_mail import send_mail
from app.gateways.mail.compose import compose
from app.gateways.mail.letters import Letter
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.settings import load_settings
from app.static_files import StaticFiles
from app.tables.effects.mail import Mail
from app.templating import Templates
from tests.conftest import RecordingBells
from tests.integration.conftest import Browser

WHEN = datetime(2026, 11, 21, 23, 51, tzinfo=UTC)
RELEASE = "/templates/release/en"
SUBJECT = "Your code {{code}}"
BODY = "# Hello there\n\n{{code}}\n\n{{return}}"


async def save(
    browser: Browser,
    body: str = BODY,
    subject: str = SUBJECT,
    *,
    seen: int = 0,
    at: str = RELEASE,
    do: str = "save",
) -> httpx.Response:
    """Press Save (or Send a test) in the editor."""
    return await browser.post_form(
        at, {"subject": subject, "body": body, "seen": str(seen), "do": do}
    )


def errors(page: httpx.Response) -> list[str]:
    """What the page says beside its fields."""
    found = re.findall(r'<p class="error" id="e-(\w+)">.*?</span>\s*([^<]*)<', page.text)
    return [f"{name}: {html.unescape(text).strip()}" for name, text in found]


def kept(page: httpx.Response, field: str) -> str:
    """What the form holds now."""
    pattern = {
        "body": r'<textarea[^>]*name="body"[^>]*>\n?([^<]*)</textarea>',
        "subject": r'name="subject" type="text" value="([^"]*)"',
        "seen": r'name="seen" value="([^"]*)"',
    }[field]
    found = re.search(pattern, page.text)
    assert found, f"no {field} on the page"
    return html.unescape(found[1])


class KeepingPostman:
    """Keeps each mail as it would travel: bytes, by recipient."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []

    async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
        """Compose and keep."""
        mail = compose(
            Templates(StaticFiles()),
            letter,
            sender="parking@example.com",
            to=to,
            message_id=message_id,
            language=language,
            sent_at=WHEN,
        )
        message = message_from_bytes(mail.content, policy=default)
        text = message.get_body(("plain",))
        assert text is not None
        lines = text.get_content().replace("\r\n", "\n")
        self.mails.append((to, str(message["Subject"]), lines))
        return "250 OK"

    async def close(self) -> None:
        """Nothing is open."""


async def deliver(bells: RecordingBells) -> list[tuple[str, str, str]]:
    """Send everything queued; returns (to, subject, text) of each."""
    settings, postman = load_settings(), KeepingPostman()
    desk = Stationery(
        vault=Vault(settings.seal_keys),
        signer=Signer(settings.signing_keys),
        base_url="http://localhost:8000",
    )
    for row in await Mail.select(Mail.id).order_by(Mail.id):
        await send_mail(row["id"], postman, desk, bells, domain="example.com")
    return postman.mails

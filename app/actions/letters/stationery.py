"""What every letter starts from: the mail log's row, the settings, and our address."""

from dataclasses import dataclass

from app.gateways.mail.letters import LetterLogo, Organisation
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.reads.settings.logo import LOGO_PICTURE, kept_logo
from app.rules.mail_texts.words import LetterWords, Picture
from app.rules.outbox.letters import LetterKind
from app.rules.settings.system_settings import SystemSettings


@dataclass(frozen=True)
class Stationery:
    """The tools of a letter writer; `base_url` is our public address."""

    vault: Vault
    signer: Signer
    base_url: str


@dataclass(frozen=True)
class MailFacts:
    """One row of the mail log. `words` are an administrator's, None for the standard ones."""

    mail_id: int
    kind: LetterKind
    recipient: str
    language: str
    message_id: str
    payment_id: int | None
    violation_id: int | None
    assignment_id: int | None
    words: LetterWords | None = None


async def letterhead(settings: SystemSettings) -> Organisation:
    """The organisation as letters name it; only one with a logo asks the database."""
    logo = await kept_logo(settings)
    return Organisation(
        name=settings.organisation_name,
        address=settings.organisation_address,
        help_phone=settings.help_phone,
        help_email=settings.help_email,
        logo=LetterLogo(
            Picture(LOGO_PICTURE, logo.mail_kind, logo.mail), logo.name.width, logo.name.height
        )
        if logo
        else None,
        terms_url=settings.terms_url,
        privacy_url=settings.privacy_url,
    )

"""What every route may reach for: settings, words, keys and the outside behind Protocols."""

from dataclasses import dataclass

from app.actions.steps.work import Bells
from app.gateways.live.signals import Signals
from app.gateways.mail.mailbox import Mailbox
from app.gateways.payments.provider import PaymentProvider
from app.gateways.payments.providers import Providers
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.settings import Settings
from app.static_files import StaticFiles
from app.templating import Templates


@dataclass(frozen=True)
class Desk:
    """Built once by the composition root; `mailbox` exists only in demo mode without SMTP."""

    settings: Settings
    static: StaticFiles
    templates: Templates
    vault: Vault
    signer: Signer
    providers: Providers
    bells: Bells
    signals: Signals
    mailbox: Mailbox | None

    @property
    def provider(self) -> PaymentProvider:
        """Who opens new checkouts."""
        return self.providers.current

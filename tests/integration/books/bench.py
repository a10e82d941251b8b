"""The worker of the tests: keeps what is due with a pretend post office, press and provider."""

import dataclasses

from app.actions.letters.stationery import Stationery
from app.actions.outbox.keep_promise import keep_promise
from app.actions.outbox.lease_due import lease_due
from app.gateways.mail.letters import Letter
from app.gateways.mail.postman import MailDelayed, MailRefused
from app.gateways.paper.press import PaperFailed
from app.gateways.paper.receipts import ReceiptFacts
from app.gateways.payments.providers import Providers
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.rules.outbox.effects import QUEUES
from app.settings import load_settings
from app.tables.effects.outbox import Outbox
from app.tasks.keepers import Tools, make_keepers
from tests.integration.books.shop import PowerCut
from tests.integration.payments.conftest import Kerb

# Whatever pause or lease stands in the way of a kind (% for all), it is over.
_DUE = """UPDATE outbox SET due_at = created_at, leased_until = NULL
    WHERE done_at IS NULL AND failed_at IS NULL AND kind LIKE {}"""


@dataclasses.dataclass
class PostOffice:
    """Counts letters by Message-ID; `trouble` is "", "delayed", "refused", "before" or "after"."""

    trouble: str = ""
    sent: dict[str, int] = dataclasses.field(default_factory=dict)

    async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
        """Whatever the trouble, only once."""
        trouble, self.trouble = self.trouble, ""
        if trouble == "delayed":
            raise MailDelayed("451 later")
        if trouble == "refused":
            raise MailRefused("550 no")
        if trouble == "before":
            raise PowerCut
        self.sent[message_id] = self.sent.get(message_id, 0) + 1
        if trouble == "after":
            raise PowerCut
        return "250 OK"

    async def close(self) -> None:
        """Nothing to close."""


@dataclasses.dataclass
class PrintingRoom:
    """Prints receipts; `trouble` as in the post office, "refused" for a failure."""

    trouble: str = ""
    printed: int = 0

    async def labels(self, labels: object, order: object, *, drawn: object = None) -> bytes:
        """None is asked for."""
        raise AssertionError(f"no labels are printed here: {labels}, {order}, {drawn}")

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        """Whatever the trouble, only once."""
        trouble, self.trouble = self.trouble, ""
        if trouble == "refused":
            raise PaperFailed
        if trouble == "before":
            raise PowerCut
        self.printed += 1
        if trouble == "after":
            raise PowerCut
        return b"%PDF receipt"


class Bench:
    """One worker; `keep` is one round of everything that waits."""

    def __init__(self, kerb: Kerb) -> None:
        settings = load_settings()
        self.post, self.press = PostOffice(), PrintingRoom()
        self.vault = Vault(settings.seal_keys)
        desk = Stationery(self.vault, Signer(settings.signing_keys), "http://localhost:8000")
        providers = Providers(kerb.provider)
        self._keepers = make_keepers(
            Tools(providers, self.post, self.press, desk, kerb.bells, "example.com")
        )

    async def keep(self, queue: str, kind: str = "%") -> None:
        """What waits in the queue, and what of that kind would wait longer."""
        await Outbox.raw(_DUE, kind)
        for promise in await lease_due(queue, 20):
            await keep_promise(promise, self._keepers)

    async def keep_all(self, rounds: int = 4) -> None:
        """Until nothing new can come of it."""
        for _ in range(rounds):
            for queue in QUEUES:
                await self.keep(queue)

"""Drivers who stand on the card provider's page: booted cars, each with an open checkout."""

import asyncio
import secrets
from dataclasses import dataclass, replace

from app.actions.boots.add_boot import add_boot
from app.actions.payments.start_payment import Wish, start_payment
from app.actions.steps.boots.clean_boot import BootFacts
from app.actions.steps.violations.entry import Entry
from app.actions.violations.write_violation import write_violation
from app.clock import now
from app.gateways.payments.provider import CheckoutOrder
from app.gateways.vault import Vault
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from app.tables.boots.boot_label import BootLabel
from app.tables.people.staff import Staff
from app.tables.street.offence_type import OffenceType
from bench.officers import Silent, fill_store_room
from tests.pretend_provider import PretendProvider

AT_ONCE = 4


@dataclass(frozen=True)
class Payer:
    """One open checkout; `amount_cents` is what it asks for in `currency`."""

    email: str
    reference: str
    amount_cents: int
    currency: str
    expires_at: str

    @property
    def checkout_id(self) -> str:
        """The provider's name for the checkout."""
        return f"chk_{self.reference}"


async def open_checkouts(count: int) -> list[Payer]:
    """Fill an empty, migrated, open database with so many booted cars about to be paid."""
    await fill_store_room(0)
    kerb = await _Kerb.find()
    turns = iter(range(1, count + 1))
    made: list[Payer] = []

    async def one_by_one() -> None:
        made.extend([await kerb.payer(number) for number in turns])

    await asyncio.gather(*(one_by_one() for _ in range(AT_ONCE)))
    return made


@dataclass(frozen=True)
class _Kerb:
    officer: Actor
    offences: tuple[int, ...]
    vault: Vault
    provider: PretendProvider

    @classmethod
    async def find(cls) -> "_Kerb":
        staff = (await Staff.select(Staff.id, Staff.name).limit(1))[0]
        offences = await OffenceType.select(OffenceType.id).order_by(OffenceType.id)
        provider = PretendProvider()
        # The programs take these checkouts for the sandbox's.
        provider.name = "sandbox"
        return cls(
            Actor(name=staff["name"], staff_id=staff["id"], role=Role.officer, origin="127.0.0.1"),
            tuple(row["id"] for row in offences),
            Vault(load_settings().seal_keys),
            provider,
        )

    async def payer(self, number: int) -> Payer:
        """Add a boot, put it on a car and press Pay."""
        admin = replace(self.officer, role=Role.admin)
        boot_id = await add_boot(
            admin, Silent(), self.vault, BootFacts(f"Boot {number:05}", f"{10000 + number}")
        )
        await write_violation(
            self.officer,
            Silent(),
            Entry(
                form_key=secrets.token_hex(16),
                plate=f"KRB{number:06}",
                place="214 King St",
                happened_at=now(),
                offence_type_ids=self.offences,
                boot_id=boot_id,
            ),
        )
        label = await BootLabel.select(BootLabel.token).where(BootLabel.boot == boot_id)
        email = f"payer{number}@example.com"
        started = await start_payment(
            Actor(name="driver", origin=f"10.{number // 250}.{number % 250}.7"),
            Silent(),
            self.provider,
            Wish(
                token=label[0]["token"],
                email=email,
                payer_hash=email,
                language="en",
                base_url="http://localhost:8000",
            ),
        )
        order: CheckoutOrder = self.provider.orders[f"chk_{started.reference}"]
        return Payer(
            email,
            order.reference,
            order.amount_cents,
            order.currency,
            order.expires_at.isoformat(),
        )

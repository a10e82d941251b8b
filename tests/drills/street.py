"""What stands in the street before a drill begins: staff, boots, booted cars, open checkouts."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from app.actions.boots.add_boot import add_boot
from app.actions.payments.start_payment import Wish, start_payment
from app.actions.staff.add_staff import add_staff
from app.actions.steps.boots.clean_boot import BootFacts
from app.actions.steps.violations.entry import Entry
from app.actions.steps.work import Bells
from app.actions.violations.write_violation import write_violation
from app.gateways.payments.provider import CheckoutOrder
from app.gateways.vault import Vault
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from tests.factories import PASSWORD, a_staff, an_offence_type, switch, token_of
from tests.pretend_provider import PretendProvider

FINE_CENTS = 45_00
DEPOSIT_CENTS = 120_00


@dataclass(frozen=True)
class BootedCar:
    """One car with a boot on it."""

    boot_id: int
    violation_id: int
    assignment_id: int


@dataclass
class Street:
    """The things a drill can set up; all of it through the real actions."""

    officer: Actor
    bells: Bells
    fine_type: int
    boot_type: int
    provider: PretendProvider

    async def boots(self, count: int) -> list[int]:
        """Available boots called Boot 001, Boot 002 …; returns their ids."""
        vault = Vault(load_settings().seal_keys)
        admin = await a_staff(Role.admin)
        return [
            await add_boot(admin, self.bells, vault, BootFacts(f"Boot {n:03}", "47-11"))
            for n in range(1, count + 1)
        ]

    async def officers(self, count: int) -> list[str]:
        """Officers who can sign in with `PASSWORD`; returns their emails."""
        emails = [f"patrol{n}@example.com" for n in range(count)]
        await asyncio.gather(
            *(
                add_staff(
                    Actor(name="setup"),
                    self.bells,
                    name=f"Patrol {n}",
                    email=email,
                    password=PASSWORD,
                    role=Role.officer,
                )
                for n, email in enumerate(emails)
            )
        )
        return emails

    async def booted_cars(self, count: int) -> list[BootedCar]:
        """As many cars, each with a boot of its own, all owing fine and deposit."""
        cars = []
        for n, boot_id in enumerate(await self.boots(count)):
            written = await write_violation(
                self.officer,
                self.bells,
                Entry(
                    form_key=secrets.token_hex(16),
                    plate=f"CAR {n:03}",
                    place="214 King St",
                    happened_at=datetime.now(UTC),
                    offence_type_ids=(self.fine_type, self.boot_type),
                    boot_id=boot_id,
                ),
            )
            if written.assignment_id is None:
                raise AssertionError("the ticket opened no assignment")
            cars.append(BootedCar(boot_id, written.violation_id, written.assignment_id))
        return cars

    async def checkout(self, car: BootedCar, email: str) -> CheckoutOrder:
        """A driver who has pressed Pay and stands on the provider's page."""
        started = await start_payment(
            Actor(name="driver", origin=f"10.0.{car.boot_id % 250}.7"),
            self.bells,
            self.provider,
            Wish(
                token=await token_of(car.boot_id),
                email=email,
                payer_hash=email,
                language="en",
                base_url="http://localhost:8000",
            ),
        )
        return self.provider.orders[f"chk_{started.reference}"]


async def lay_out(bells: Bells) -> Street:
    """The street of a town with Universal Boot on and two offence types."""
    await switch(universal_boot_enabled="true")
    provider = PretendProvider()
    # The servers take these notices for the sandbox's.
    provider.name = "sandbox"
    return Street(
        officer=await a_staff(),
        bells=bells,
        fine_type=await an_offence_type(fine_cents=FINE_CENTS),
        boot_type=await an_offence_type("Boot applied", DEPOSIT_CENTS, apply_boot=True),
        provider=provider,
    )

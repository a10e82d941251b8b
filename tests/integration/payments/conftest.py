"""A booted car, and a driver who pays for it."""

import dataclasses
from dataclasses import dataclass

import pytest

from app.actions.payments.settle_payment import Outcome, settle_payment
from app.actions.payments.start_payment import Started, Wish, start_payment
from app.gateways.payments.provider import Notice
from app.gateways.payments.providers import Providers
from app.rules.people.actor import Actor
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_violation, switch, token_of
from tests.integration.conftest import Browser
from tests.pretend_provider import PretendProvider

DRIVER = Actor(name="driver", origin="192.0.2.7")


@dataclass
class Kerb:
    """One booted car and the provider its driver pays by."""

    boot_id: int
    violation_id: int
    assignment_id: int
    token: str
    provider: PretendProvider
    bells: RecordingBells

    async def start(self, email: str = "dana@example.com", payer: str = "phone") -> Started:
        """The driver presses Pay."""
        return await start_payment(
            DRIVER,
            self.bells,
            self.provider,
            Wish(
                token=self.token,
                email=email,
                payer_hash=payer,
                language="en",
                base_url="http://localhost:8000",
            ),
        )

    async def settle(self, notice: Notice) -> Outcome:
        """The provider tells us something."""
        return await settle_payment(self.provider.name, notice, self.bells)

    async def pay(self, email: str = "dana@example.com", payer: str = "phone") -> str:
        """Start and settle; returns our reference."""
        started = await self.start(email, payer)
        await self.settle(self.provider.notice(f"chk_{started.reference}"))
        return started.reference


async def booted(bells: RecordingBells, **more: object) -> Kerb:
    """A car with a boot on it: a fine of $45.00 and a deposit of $120.00."""
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    written = await a_violation(boot_id=boot_id, **more)  # type: ignore[arg-type]
    if written.assignment_id is None:
        raise AssertionError("the ticket opened no assignment")
    return Kerb(
        boot_id=boot_id,
        violation_id=written.violation_id,
        assignment_id=written.assignment_id,
        token=await token_of(boot_id),
        provider=PretendProvider(),
        bells=bells,
    )


@pytest.fixture
async def kerb(app_db: str, bells: RecordingBells) -> Kerb:
    """One booted car."""
    return await booted(bells)


@pytest.fixture
async def paying(client: Browser, kerb: Kerb) -> Kerb:
    """The application's card provider is the pretend one."""
    app = client._transport.app.app  # type: ignore[attr-defined]
    desk = dataclasses.replace(app.state.desk, providers=Providers(kerb.provider))
    app.state.desk = desk
    return kerb

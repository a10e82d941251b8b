"""What the provider contract needs from each provider's pretend side, and the sandbox's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

import httpx
from litestar import Litestar

from app.gateways.payments.provider import (
    CheckoutOrder,
    NoticeKind,
    OpenedCheckout,
    OrderLine,
    PaymentProvider,
)
from app.gateways.payments.sandbox import SandboxProvider
from sandbox.app import create_sandbox
from sandbox.settings import SandboxSettings
from tests.sandbox.merchant import Merchant, Post, listening_merchant

PUBLIC_URL = "http://pay.example"
API_KEY = "key-for-tests-0001"
SECRET = "secret-for-tests-0001"


@dataclass
class TestClock:
    """A clock that runs as usual and can be moved forward."""

    __test__ = False
    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


def an_order(now: datetime, **changes: Any) -> CheckoutOrder:
    """Boot and meter on one ticket: 165.00 CAD, to be paid within 30 minutes."""
    order = CheckoutOrder(
        reference="pay_0001",
        amount_cents=16500,
        currency="CAD",
        email="driver@example.com",
        description="City of Marlow Parking, ticket TT-10133",
        lines=(
            OrderLine(label="Expired meter", amount_cents=4500),
            OrderLine(label="Boot applied", amount_cents=12000),
        ),
        return_url="https://town.example/b/abc/back",
        cancel_url="https://town.example/b/abc",
        expires_at=now + timedelta(minutes=30),
        language="en",
    )
    return replace(order, **changes)


class ProviderBench(Protocol):
    """A provider under test, and the levers a payer, its bank and time would pull."""

    provider: PaymentProvider
    clock: TestClock

    async def pay(self, opened: OpenedCheckout) -> None: ...
    async def decline(self, opened: OpenedCheckout) -> None: ...
    async def pay_slowly(self, opened: OpenedCheckout) -> None: ...
    async def slow_bank_answers(self) -> None: ...
    async def posts(self, kind: NoticeKind, count: int) -> list[Post]: ...


class SandboxBench:
    """The sandbox, its provider object and a listening merchant, all on the test's own loop."""

    def __init__(
        self, app: Litestar, settings: SandboxSettings, clock: TestClock, merchant: Merchant
    ) -> None:
        self.app = app
        self.settings = settings
        self.clock = clock
        self.merchant = merchant
        # Litestar types its ASGI messages more narrowly than httpx does.
        transport = httpx.ASGITransport(app=cast(Any, app))
        self.web = httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, timeout=10)
        self.api = httpx.AsyncClient(
            transport=transport,
            base_url=PUBLIC_URL,
            headers={"Authorization": f"Bearer {API_KEY}"},
        )
        self.provider: PaymentProvider = SandboxProvider(
            "http://api.internal", PUBLIC_URL, API_KEY, (SECRET,), self.web, clock=clock
        )

    async def press(self, opened: OpenedCheckout, **form: str) -> httpx.Response:
        return await self.web.post(opened.url, data=form)

    async def pay(self, opened: OpenedCheckout) -> None:
        assert (await self.press(opened, card="approve")).status_code == 303

    async def decline(self, opened: OpenedCheckout) -> None:
        assert (await self.press(opened, card="decline")).status_code == 402

    async def pay_slowly(self, opened: OpenedCheckout) -> None:
        assert (await self.press(opened, card="slow")).status_code == 303

    async def slow_bank_answers(self) -> None:
        self.clock.move(seconds=self.settings.slow_seconds)

    async def posts(self, kind: NoticeKind, count: int) -> list[Post]:
        about = "refund.succeeded" if kind is NoticeKind.REFUNDED else f"checkout.{kind}"
        await self.merchant.until(lambda: len(self.merchant.of_type(about)) >= count)
        return self.merchant.of_type(about)


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[None]:
    """Keep the application's lifespan in a task of its own.

    Its cancel scope must be left by the task that entered it, and fixtures switch tasks.
    """
    up, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            up.set()
            await stop.wait()

    life = asyncio.create_task(live())
    await asyncio.wait_for(up.wait(), 10)
    try:
        yield
    finally:
        stop.set()
        await life


@asynccontextmanager
async def sandbox_bench(store: Path, **changes: Any) -> AsyncIterator[SandboxBench]:
    clock = TestClock()
    async with listening_merchant() as merchant:
        settings = SandboxSettings(
            url=PUBLIC_URL,
            store=store,
            api_key=API_KEY,
            webhook_secret=SECRET,
            webhook_url=merchant.url,
            retry_seconds=0.02,
        )
        settings = replace(settings, **changes)
        app = create_sandbox(settings, clock=clock)
        async with running(app):
            bench = SandboxBench(app, settings, clock, merchant)
            try:
                yield bench
            finally:
                await bench.web.aclose()
                await bench.api.aclose()

"""Stripe's half of the provider contract: the real provider over HTTP against the fake."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import uvicorn
from litestar import Litestar

from app.gateways.payments.provider import NoticeKind, OpenedCheckout, PaymentProvider
from app.gateways.payments.stripe_checkout import StripeProvider
from tests.sandbox.bench import TestClock
from tests.sandbox.merchant import Merchant, Post, listening_merchant
from tests.stripe_fake.app import create_fake
from tests.stripe_fake.courier import deliver
from tests.stripe_fake.store import Store

SECRET_KEY = "sk_test_for_our_own_tests"
WEBHOOK_SECRET = "whsec_for_our_own_tests"
OLDER_SECRET = "whsec_before_the_change"
TYPES = {
    NoticeKind.PAID: ("checkout.session.completed", "checkout.session.async_payment_succeeded"),
    NoticeKind.DECLINED: ("payment_intent.payment_failed",),
    NoticeKind.EXPIRED: ("checkout.session.expired", "checkout.session.async_payment_failed"),
    NoticeKind.REFUNDED: ("refund.created",),
    NoticeKind.REFUND_FAILED: ("refund.failed",),
    NoticeKind.DISPUTED: ("charge.dispute.created",),
    NoticeKind.DISPUTE_WON: ("charge.dispute.closed",),
    NoticeKind.DISPUTE_LOST: ("charge.dispute.closed",),
}


class StripeBench:
    """The fake, the provider and a listening merchant."""

    def __init__(self, store: Store, clock: TestClock, merchant: Merchant) -> None:
        self.store = store
        self.clock = clock
        self.merchant = merchant
        self.web = httpx.AsyncClient(timeout=10, trust_env=False)
        self.provider: PaymentProvider = StripeProvider(
            SECRET_KEY, (WEBHOOK_SECRET, OLDER_SECRET), store.base_url, clock=clock
        )

    async def press(self, opened: OpenedCheckout, card: str) -> int:
        return (await self.web.post(opened.url, data={"card": card})).status_code

    async def pay(self, opened: OpenedCheckout) -> None:
        assert await self.press(opened, "pay") == 303

    async def decline(self, opened: OpenedCheckout) -> None:
        assert await self.press(opened, "decline") == 402

    async def pay_slowly(self, opened: OpenedCheckout) -> None:
        assert await self.press(opened, "slow") == 303

    async def slow_bank_answers(self) -> None:
        for session in self.store.sessions.values():
            self.store.bank_answers(session, pays=True)

    async def posts(self, kind: NoticeKind, count: int) -> list[Post]:
        await self.merchant.until(lambda: len(self._of(kind)) >= count)
        return self._of(kind)

    def _of(self, kind: NoticeKind) -> list[Post]:
        posts = [post for about in TYPES[kind] for post in self.merchant.of_type(about)]
        if kind is not NoticeKind.PAID:
            return posts
        return [post for post in posts if _session(post)["payment_status"] == "paid"]


def _session(post: Post) -> dict[str, object]:
    found: dict[str, object] = msgspec.json.decode(post[1])["data"]["object"]
    return found


@asynccontextmanager
async def served(app: Litestar, listening: socket.socket) -> AsyncIterator[None]:
    """The application behind a real socket, so that the library's own client is used."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    # The socket listens already: whoever calls early is answered a moment later.
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def stripe_bench(_: Path) -> AsyncIterator[StripeBench]:
    clock = TestClock()
    listening = socket.create_server(("127.0.0.1", 0))
    store = Store(clock, f"http://127.0.0.1:{listening.getsockname()[1]}")
    app = create_fake(store, SECRET_KEY)
    async with listening_merchant() as merchant, served(app, listening):
        courier = asyncio.create_task(deliver(store, merchant.url, WEBHOOK_SECRET))
        bench = StripeBench(store, clock, merchant)
        try:
            yield bench
        finally:
            courier.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await courier
            await bench.web.aclose()
            await bench.provider.close()

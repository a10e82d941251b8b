"""A town that takes cards through Stripe: the fake of the contract suite, over real HTTP."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from e2e.town import EmbeddedTown
from tests.stripe_fake.app import create_fake
from tests.stripe_fake.bench import SECRET_KEY, WEBHOOK_SECRET, served
from tests.stripe_fake.courier import deliver
from tests.stripe_fake.store import Store


@dataclass(frozen=True)
class StripeTown:
    """The town and Stripe's own books, as `store` keeps them."""

    town: EmbeddedTown
    store: Store

    def refunded_cents(self, session_id: str) -> int:
        """What Stripe sent back of a session's money."""
        intent = self.store.sessions[session_id]["payment_intent"]
        refunds = self.store.refunds.values()
        return sum(one["amount"] for one in refunds if one["payment_intent"] == intent)

    def charge_back(self, session_id: str) -> None:
        """The payer's bank takes the money of a session back."""
        self.store.dispute(self.store.sessions[session_id]["payment_intent"])


@asynccontextmanager
async def stripe_town(folder: Path, smtp_url: str, database_url: str) -> AsyncIterator[StripeTown]:
    """Both, with signed events on their way, each of them twice."""
    listening = socket.create_server(("127.0.0.1", 0))
    store = Store(lambda: datetime.now(UTC), f"http://127.0.0.1:{listening.getsockname()[1]}")
    town = EmbeddedTown(
        folder,
        smtp_url,
        database_url,
        STRIPE_SECRET_KEY=SECRET_KEY,
        STRIPE_WEBHOOK_SECRETS=WEBHOOK_SECRET,
        STRIPE_API_URL=store.base_url,
    )
    async with served(create_fake(store, SECRET_KEY), listening):
        # In a thread: the town and Stripe must not wait for each other.
        await asyncio.to_thread(town.start)
        courier = asyncio.create_task(
            deliver(store, f"{town.address}/hooks/stripe", WEBHOOK_SECRET)
        )
        try:
            yield StripeTown(town, store)
        finally:
            courier.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await courier
            await asyncio.to_thread(town.stop)

"""Posts the fake's events to the merchant, signed, and each of them twice on purpose."""

import asyncio
import hashlib
import hmac

import httpx
import msgspec

from tests.stripe_fake.store import Store

COPIES = 2


def signature(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header of these bytes at that second."""
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"


async def deliver(store: Store, url: str, secret: str) -> None:
    """Carry events for as long as the fake lives."""
    async with httpx.AsyncClient(trust_env=False) as web:
        while True:
            store.tick()  # time alone makes some too
            while store.events:
                body = msgspec.json.encode(store.events[0])
                for _ in range(COPIES):
                    await _post(web, url, body, signature(body, secret, store.now()))
                store.events.pop(0)
            await asyncio.sleep(0.01)


async def _post(web: httpx.AsyncClient, url: str, body: bytes, signed: str) -> None:
    while True:
        try:
            answer = await web.post(url, content=body, headers={"Stripe-Signature": signed})
        except httpx.HTTPError:
            await asyncio.sleep(0.05)
            continue
        if answer.is_success:
            return
        await asyncio.sleep(0.05)

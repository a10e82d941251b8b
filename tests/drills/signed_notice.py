"""The provider's word that a checkout was paid, written and signed as the sandbox does it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import msgspec

from app.gateways.payments.provider import CheckoutOrder
from app.settings import load_settings
from sandbox.moments import stamp
from sandbox.notices import NoticeBody, NoticeData, signature
from sandbox.wire import Capture, Checkout


@dataclass(frozen=True)
class SignedNotice:
    """One webhook, ready to be posted any number of times."""

    body: bytes
    signature: str

    async def post(self, client: httpx.AsyncClient, server_url: str) -> str:
        """Hand it over; returns the outcome the server names, or its status when it refuses."""
        answer = await client.post(
            f"{server_url}/hooks/sandbox",
            content=self.body,
            headers={"sandbox-signature": self.signature, "content-type": "application/json"},
        )
        if answer.is_success:
            return str(answer.json()["outcome"])
        return str(answer.status_code)


def paid(order: CheckoutOrder) -> SignedNotice:
    """The notice that this checkout was paid in full."""
    moment = datetime.now(UTC)
    ref = f"chk_{order.reference}"
    checkout = Checkout(
        id=ref,
        url=f"http://127.0.0.1:9/checkouts/{ref}",
        reference=order.reference,
        status="paid",
        amount_cents=order.amount_cents,
        currency=order.currency,
        live=False,
        expires_at=stamp(order.expires_at),
        capture=Capture(f"cap_{ref}", order.amount_cents, 0),
    )
    body = msgspec.json.encode(
        NoticeBody(f"evt_{ref}", "checkout.paid", stamp(moment), False, NoticeData(checkout))
    )
    [secret] = load_settings().sandbox_webhook_secrets
    return SignedNotice(body, signature(secret, body, moment))

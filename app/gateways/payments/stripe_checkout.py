"""Talks to Stripe Checkout through Stripe's own library, an optional extra of this house."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
import stripe

from app.gateways.payments import stripe_notices
from app.gateways.payments.provider import (
    CheckoutOrder,
    Notice,
    OpenedCheckout,
    ProviderRefused,
    RefundAnswer,
    RefundStatus,
)
from app.gateways.payments.stripe_notices import WireRefund, WireRefunds, WireSession
from app.rules.errors import ProviderDown
from app.rules.wording import N_

T = TypeVar("T")

STRIPE_API = "https://api.stripe.com"
CHECKOUT_PAGE = "https://checkout.stripe.com"
# Pinned, so that an update of the library or of the account changes nothing unseen.
API_VERSION = "2026-10-28.endive"
TIMEOUT_SECONDS = 10.0
# Stripe refuses a session that ends within 30 minutes of being opened, and a crash may delay the
# opening by 10. It must not depend on the clock: the same order has to make the same request.
# Our own sweep closes the session when the order says so.
SESSION_OUTLIVES_ORDER = timedelta(minutes=11)
LONGEST_LABEL = 250
# A capture has a handful; as many as Stripe lists at once.
MOST_REFUNDS = 100

UNKNOWN_OUTCOME = N_("The card service is not answering. We will keep asking.")

REFUND_STATUS = {
    "succeeded": RefundStatus.DONE,
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
}


def utc_now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


class StripeProvider:
    """PaymentProvider for Stripe Checkout; one object belongs to one event loop.

    `webhook_secrets` are the one or two in force while they are changed. With another `api_url`
    than Stripe's own (a rehearsal) the hosted page is expected at the same address.
    Raises ValueError when a key is missing.
    """

    name = "stripe"

    def __init__(
        self,
        secret_key: str,
        webhook_secrets: tuple[str, ...],
        api_url: str = STRIPE_API,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if not secret_key or not webhook_secrets or not all(webhook_secrets):
            raise ValueError("Stripe needs a secret key and webhook secrets, none of them empty")
        self.live = secret_key.startswith(("sk_live_", "rk_live_"))
        api_url = api_url.rstrip("/")
        self.form_action_origin = CHECKOUT_PAGE if api_url == STRIPE_API else _origin(api_url)
        self._secrets = webhook_secrets
        self._clock = clock
        self._http = stripe.HTTPXClient(timeout=TIMEOUT_SECONDS)
        self._api = stripe.StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_url},
            max_network_retries=1,
            http_client=self._http,
        ).v1

    async def close(self) -> None:
        """Close the connections."""
        let_go: Callable[[], Awaitable[None]] = self._http.close_async
        await let_go()

    async def open_checkout(self, order: CheckoutOrder) -> OpenedCheckout:
        """Open a session; the order's reference is the idempotency key (rule P3).

        Raises ProviderDown, ProviderRefused.
        """
        session = await _said(
            lambda: self._api.checkout.sessions.create_async(
                _session_params(order), {"idempotency_key": f"checkout:{order.reference}"}
            ),
            WireSession,
            words=ProviderDown.message,
        )
        if session.url is None or _origin(session.url) != self.form_action_origin:
            # Our own page's security policy would stop the payer without a word.
            raise ProviderRefused("foreign_page")
        return OpenedCheckout(
            provider_ref=session.id,
            url=session.url,
            expires_at=datetime.fromtimestamp(session.expires_at, UTC),
        )

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify the signature over the raw bytes, then read them (rule P9).

        Raises NoticeRefused.
        """
        stripe_notices.verify(headers, body, secrets=self._secrets, now=self._clock())
        return stripe_notices.read(body)

    async def ask(self, provider_ref: str) -> Notice:
        """Return the state as of now (rule P9); raises ProviderDown, ProviderRefused."""
        return stripe_notices.as_of_now(await self._retrieve(provider_ref), self._clock())

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        """Give money back once per key (rule P10); raises ProviderDown, ProviderRefused.

        Stripe forgets a key after a day and until then repeats its first answer, so that a refund
        asked for before is looked up first: nothing moves twice, and a pending one comes to an end.
        """
        known = await _said(
            lambda: self._api.refunds.list_async(
                {"payment_intent": capture_ref, "limit": MOST_REFUNDS}
            ),
            WireRefunds,
        )
        for one in known.data:
            if _key(one) == idempotency_key:
                return _answer(one)
        refund = await _said(
            lambda: self._api.refunds.create_async(
                {
                    "payment_intent": capture_ref,
                    "amount": amount_cents,
                    "metadata": {stripe_notices.REFUND_KEY: idempotency_key},
                },
                {"idempotency_key": f"refund:{idempotency_key}"},
            ),
            WireRefund,
        )
        return _answer(refund)

    async def expire(self, provider_ref: str) -> bool:
        """Close a session; False when it is paid or just being paid (rule P3).

        Raises ProviderDown, ProviderRefused.
        """
        try:
            await _said(lambda: self._api.checkout.sessions.expire_async(provider_ref), WireSession)
        except ProviderRefused:
            # Only an open session can be expired; what it is instead decides.
            session = await self._retrieve(provider_ref)
            if session.status == "open":
                raise
            return stripe_notices.over_unpaid(session)
        return True

    async def _retrieve(self, provider_ref: str) -> WireSession:
        return await _said(
            lambda: self._api.checkout.sessions.retrieve_async(
                provider_ref, {"expand": ["payment_intent.latest_charge"]}
            ),
            WireSession,
        )


def _session_params(order: CheckoutOrder) -> stripe.params.checkout.SessionCreateParams:
    ours = {stripe_notices.REFERENCE: order.reference}
    return {
        "mode": "payment",
        "submit_type": "pay",
        # The payer is charged what the receipt says, in the town's own currency.
        "adaptive_pricing": {"enabled": False},
        "client_reference_id": order.reference,
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": order.description},
        "customer_email": order.email,
        "locale": "fr" if order.language == "fr" else "en",
        "success_url": order.return_url,
        "cancel_url": order.cancel_url,
        "expires_at": int((order.expires_at + SESSION_OUTLIVES_ORDER).timestamp()),
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency.lower(),
                    "unit_amount": amount_cents,
                    "product_data": {"name": label[:LONGEST_LABEL]},
                },
            }
            for label, amount_cents in _positive_lines(order)
        ],
    }


def _positive_lines(order: CheckoutOrder) -> list[tuple[str, int]]:
    """Stripe knows no negative line: an order with a credit is shown as its sum."""
    if any(line.amount_cents < 0 for line in order.lines) or not order.lines:
        return [(order.description, order.amount_cents)]
    return [(line.label, line.amount_cents) for line in order.lines if line.amount_cents]


async def _said(
    call: Callable[[], Awaitable[stripe.StripeObject]],
    shape: type[T],
    *,
    words: str = UNKNOWN_OUTCOME,
) -> T:
    """Stripe's answer in our shape, or its refusal in our words."""
    try:
        answer = await call()
        return msgspec.convert(answer.to_dict(), shape)
    except (
        stripe.InvalidRequestError,
        stripe.CardError,
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.IdempotencyError,
    ) as refused:
        if refused.code == "idempotency_key_in_use":
            # Our own first request is still under way there.
            raise ProviderDown(words) from refused
        raise ProviderRefused(refused.code or type(refused).__name__) from refused
    except (stripe.StripeError, msgspec.ValidationError) as failure:
        raise ProviderDown(words) from failure


def _answer(refund: WireRefund) -> RefundAnswer:
    return RefundAnswer(
        refund_ref=refund.id,
        status=REFUND_STATUS.get(refund.status or "", RefundStatus.FAILED),
        amount_cents=refund.amount,
    )


def _key(refund: WireRefund) -> str:
    return (refund.metadata or {}).get(stripe_notices.REFUND_KEY, "")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

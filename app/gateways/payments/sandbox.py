"""Talks to the Sandbox provider over HTTP, as if it were any company's."""

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec

from app.gateways.payments import sandbox_notices
from app.gateways.payments.provider import (
    CheckoutOrder,
    Notice,
    OpenedCheckout,
    ProviderRefused,
    RefundAnswer,
    RefundStatus,
)
from app.gateways.payments.sandbox_notices import WireCheckout, WireRefund
from app.rules.errors import ProviderDown
from app.rules.wording import N_

T = TypeVar("T")

# Short, because a driver waits at the kerb; a retry with the same key is always safe.
TIMEOUT = httpx.Timeout(8.0, connect=2.0)

UNKNOWN_OUTCOME = N_("The card service is not answering. We will keep asking.")


class WireError(msgspec.Struct, frozen=True):
    """Why the sandbox said no."""

    code: str = "refused"


class WireRefusal(msgspec.Struct, frozen=True):
    """The body of a refusal."""

    error: WireError = WireError()


def utc_now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts: reading it takes 25 ms, and every client may share it."""
    return httpx.create_ssl_context(trust_env=False)


class SandboxProvider:
    """PaymentProvider for the Sandbox; one object belongs to one event loop.

    `api_url` is where we reach it, `public_url` where browsers do. `webhook_secrets` are the one
    or two secrets in force, so that they can be changed without losing a notice.
    Raises ValueError when a secret is empty.
    """

    name = "sandbox"
    live = False

    def __init__(
        self,
        api_url: str,
        public_url: str,
        api_key: str,
        webhook_secrets: tuple[str, ...],
        client: httpx.AsyncClient | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if not api_key or not webhook_secrets or not all(webhook_secrets):
            raise ValueError("the sandbox needs an API key and webhook secrets, none of them empty")
        self.form_action_origin = _origin(public_url)
        self._api_url = api_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}"}
        self._secrets = webhook_secrets
        self._clock = clock
        self._owns_client = client is None
        # Straight to the provider: a proxy from the environment must not see the key.
        self._client = client or httpx.AsyncClient(
            timeout=TIMEOUT, trust_env=False, verify=_trusted()
        )

    async def close(self) -> None:
        """Close the connections, unless the client was handed in."""
        if self._owns_client:
            await self._client.aclose()

    async def open_checkout(self, order: CheckoutOrder) -> OpenedCheckout:
        """Open a checkout; the order's reference is the idempotency key (rule P3).

        Raises ProviderDown, ProviderRefused.
        """
        content = {
            "reference": order.reference,
            "amount_cents": order.amount_cents,
            "currency": order.currency,
            "email": order.email,
            "description": order.description,
            "lines": [
                {"label": line.label, "amount_cents": line.amount_cents} for line in order.lines
            ],
            "return_url": order.return_url,
            "cancel_url": order.cancel_url,
            "expires_at": order.expires_at.astimezone(UTC).isoformat(),
        }
        checkout = await self._call(
            "POST",
            "/v1/checkouts",
            WireCheckout,
            content,
            key=f"checkout:{order.reference}",
            words=ProviderDown.message,
        )
        if _origin(checkout.url) != self.form_action_origin:
            # Our own page's security policy would stop the payer without a word.
            raise ProviderRefused("foreign_page")
        return OpenedCheckout(
            provider_ref=checkout.id, url=checkout.url, expires_at=checkout.expires_at
        )

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify the signature over the raw bytes, then read them (rule P9).

        Raises NoticeRefused.
        """
        sandbox_notices.verify(headers, body, secrets=self._secrets, now=self._clock())
        return sandbox_notices.read(body)

    async def ask(self, provider_ref: str) -> Notice:
        """Return the state as of now (rule P9); raises ProviderDown, ProviderRefused."""
        path = f"/v1/checkouts/{quote(provider_ref, safe='')}"
        checkout = await self._call("GET", path, WireCheckout)
        return sandbox_notices.as_of_now(checkout, self._clock())

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        """Give money back once per key (rule P10); raises ProviderDown, ProviderRefused."""
        refund = await self._call(
            "POST",
            f"/v1/captures/{quote(capture_ref, safe='')}/refunds",
            WireRefund,
            {
                "amount_cents": amount_cents,
                "reason": "requested by the merchant",
                "reference": idempotency_key,
            },
            key=f"refund:{idempotency_key}",
        )
        status = {"succeeded": RefundStatus.DONE, "failed": RefundStatus.FAILED}
        return RefundAnswer(
            refund_ref=refund.id,
            status=status.get(refund.status, RefundStatus.PENDING),
            amount_cents=refund.amount_cents,
        )

    async def expire(self, provider_ref: str) -> bool:
        """Close a checkout; False when it is paid or just being paid (rule P3).

        Raises ProviderDown, ProviderRefused.
        """
        path = f"/v1/checkouts/{quote(provider_ref, safe='')}/expire"
        try:
            await self._call("POST", path, WireCheckout)
        except ProviderRefused as refused:
            if refused.code in ("checkout_paid", "checkout_processing"):
                return False
            raise
        return True

    async def _call(
        self,
        method: str,
        path: str,
        shape: type[T],
        content: object = None,
        *,
        key: str | None = None,
        words: str = UNKNOWN_OUTCOME,
    ) -> T:
        headers = dict(self._headers)
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            answer = await self._client.request(
                method,
                self._api_url + path,
                headers=headers,
                json=content,
                timeout=TIMEOUT,
                follow_redirects=False,
            )
        except httpx.HTTPError as failure:
            raise ProviderDown(words) from failure
        if answer.is_client_error and answer.status_code not in (408, 425, 429):
            raise ProviderRefused(_code(answer.content))
        if not answer.is_success:
            raise ProviderDown(words)
        try:
            return msgspec.json.decode(answer.content, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError) as garbled:
            raise ProviderDown(words) from garbled


def _code(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=WireRefusal).error.code
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "refused"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

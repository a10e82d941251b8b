"""A card provider in memory: opens checkouts, answers what the test decides, counts calls."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.gateways.payments.provider import (
    CheckoutOrder,
    Notice,
    NoticeKind,
    OpenedCheckout,
    RefundAnswer,
    RefundStatus,
)
from app.rules.errors import ProviderDown


class PretendProvider:
    """A `PaymentProvider` whose states a test sets by hand."""

    name = "pretend"
    form_action_origin = "http://pretend.example"

    def __init__(self) -> None:
        self.orders: dict[str, CheckoutOrder] = {}
        self.kinds: dict[str, NoticeKind] = {}
        self.refunds: dict[str, int] = {}
        self.expired: list[str] = []
        self.down = False
        self.live = False
        self.refunded_captures: list[str] = []
        self.refund_status = RefundStatus.DONE

    async def open_checkout(self, order: CheckoutOrder) -> OpenedCheckout:
        """The same reference gives the same checkout."""
        self._answer()
        self.orders.setdefault(f"chk_{order.reference}", order)
        return OpenedCheckout(
            provider_ref=f"chk_{order.reference}",
            url=f"http://pretend.example/{order.reference}",
            expires_at=order.expires_at,
        )

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Not used: tests hand notices over directly."""
        raise AssertionError("no notice comes by HTTP here")

    async def ask(self, provider_ref: str) -> Notice:
        """The state set by the test; still open when none was set."""
        self._answer()
        return self.notice(provider_ref, self.kinds.get(provider_ref, NoticeKind.PENDING))

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        """The same key moves money once."""
        self._answer()
        self.refunded_captures.append(capture_ref)
        self.refunds.setdefault(idempotency_key, amount_cents)
        return RefundAnswer(
            refund_ref=f"ref_{idempotency_key}",
            status=self.refund_status,
            amount_cents=amount_cents,
        )

    async def expire(self, provider_ref: str) -> bool:
        """False once paid."""
        self._answer()
        self.expired.append(provider_ref)
        return self.kinds.get(provider_ref) is not NoticeKind.PAID

    async def close(self) -> None:
        """Nothing to close."""

    def notice(
        self,
        provider_ref: str,
        kind: NoticeKind = NoticeKind.PAID,
        *,
        event_id: str = "",
        captured_cents: int | None = None,
        currency: str = "",
        live: bool = False,
        part_ref: str = "",
        part_key: str = "",
        part_cents: int = 0,
        by_capture: bool = False,
    ) -> Notice:
        """What this provider would say of a checkout it opened, or of a refund or dispute of it.

        `by_capture`: it names the capture alone, as some providers do for refunds and disputes.
        """
        order = self.orders[provider_ref]
        paid = kind is NoticeKind.PAID
        return Notice(
            event_id=event_id or f"evt_{provider_ref}_{kind}_{part_ref}",
            kind=kind,
            provider_ref="" if by_capture else provider_ref,
            reference=None if by_capture else order.reference,
            captured_cents=(order.amount_cents if captured_cents is None else captured_cents)
            if paid
            else 0,
            currency=currency or order.currency,
            live=live,
            capture_ref=f"cap_{provider_ref}" if paid or part_ref else None,
            part_ref=part_ref,
            part_key=part_key,
            part_cents=part_cents,
            happened_at=datetime.now(UTC),
            detail={"state": "processing" if kind is NoticeKind.PENDING else kind.value},
        )

    def _answer(self) -> None:
        if self.down:
            raise ProviderDown

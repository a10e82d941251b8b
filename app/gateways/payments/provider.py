"""What Bootkeeper asks of any payment provider, in Bootkeeper's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from app.rules.errors import BootkeeperError
from app.rules.wording import N_


class ProviderRefused(BootkeeperError):
    """The provider understood the request and said no; asking again changes nothing.

    `code` is the provider's own short word and is meant for the log. `params` carry it too.
    """

    status = 502
    title = N_("The card service refused")
    message = N_("The card service did not accept this request. Nothing was charged by it.")
    next_step = N_("Call us and we will help you another way.")

    def __init__(self, code: str = "refused", message: str | None = None) -> None:
        super().__init__(message, params={"code": code})
        self.code = code


class NoticeRefused(BootkeeperError):
    """A notice that is not the provider's, is too old, or cannot be read (rule P9)."""

    status = 400
    title = N_("This notice was not accepted")
    message = N_("It does not carry a valid, recent signature, or cannot be read.")
    next_step = N_("Check the webhook secret and the clock, then send it again.")


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One line the payer sees; negative for a credit."""

    label: str
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class CheckoutOrder:
    """A frozen quote to be paid on the provider's page.

    `reference` is ours, unique for each checkout, and doubles as the idempotency key. The lines
    add up to `amount_cents` > 0. `currency` is ISO 4217 in capitals. `expires_at` is aware UTC.
    `language` is `en` or `fr`; providers that have no such page ignore it.
    """

    reference: str
    amount_cents: int
    currency: str
    email: str
    description: str
    lines: tuple[OrderLine, ...]
    return_url: str
    cancel_url: str
    expires_at: datetime
    language: str


@dataclass(frozen=True, kw_only=True)
class OpenedCheckout:
    """Where to send the payer, until when, and how the provider calls it."""

    provider_ref: str
    url: str
    expires_at: datetime


class NoticeKind(StrEnum):
    """What a notice says about a checkout."""

    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"
    PENDING = "pending"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"  # by us: the money comes back
    DISPUTE_LOST = "dispute_lost"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the provider says of one checkout, told by webhook or asked.

    `event_id` is the same in every copy of one notice. `captured_cents` is the money taken for the
    checkout, 0 when none, in minor units of `currency`. A notice about a refund or a dispute names
    it in `part_ref` (the provider's own name), `part_cents` (its amount) and, for a refund that we
    asked for, `part_key` (our idempotency key; "" when somebody refunded at the provider itself);
    such a notice may carry no `reference` and is then matched by `capture_ref`. `detail` holds
    what only a log needs: `state` always; `refunded_cents` (total so far) once there is a capture.
    A decline does not end a checkout: the payer may try another card.
    """

    event_id: str
    kind: NoticeKind
    provider_ref: str
    reference: str | None
    captured_cents: int
    currency: str
    live: bool
    capture_ref: str | None
    happened_at: datetime
    part_ref: str = ""
    part_key: str = ""
    part_cents: int = 0
    detail: Mapping[str, str] = field(default_factory=dict)


class RefundStatus(StrEnum):
    """How far a refund has come (rule P10)."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class RefundAnswer:
    """The provider's word on a refund."""

    refund_ref: str
    status: RefundStatus
    amount_cents: int


@runtime_checkable
class PaymentProvider(Protocol):
    """A payment provider with a hosted page (rule P11).

    Every call outside raises ProviderDown when the provider cannot be reached, is slow or broken
    (whether it acted is then unknown: repeat with the same key), and ProviderRefused when it said
    no. No call belongs inside a transaction.
    """

    @property
    def name(self) -> str:
        """Short name stored with payments."""
        ...

    @property
    def live(self) -> bool:
        """Whether its money is real; notices of the other kind are never credited (rule P6)."""
        ...

    @property
    def form_action_origin(self) -> str:
        """Scheme and host of the hosted page, for the form-action of our security policy."""
        ...

    async def open_checkout(self, order: CheckoutOrder) -> OpenedCheckout:
        """Open a checkout; the same order twice gives the same checkout."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify the signature over the raw bytes, then read them (rule P9).

        Raises NoticeRefused.
        """
        ...

    async def ask(self, provider_ref: str) -> Notice:
        """Return the state as of now; `event_id` stays the same while the state does."""
        ...

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        """Give `amount_cents` > 0 of a capture back; the same key moves money once (rule P10)."""
        ...

    async def expire(self, provider_ref: str) -> bool:
        """Close a checkout; False when it is paid or just being paid, True when it is closed."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...

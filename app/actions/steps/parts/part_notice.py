"""What a provider says of one refund or dispute of a payment."""

from dataclasses import dataclass

from app.gateways.payments.provider import NoticeKind

PART_KINDS = frozenset(
    {
        NoticeKind.REFUNDED,
        NoticeKind.REFUND_FAILED,
        NoticeKind.DISPUTED,
        NoticeKind.DISPUTE_WON,
        NoticeKind.DISPUTE_LOST,
    }
)


@dataclass(frozen=True, kw_only=True)
class PartNotice:
    """`ref` is the provider's name of the refund or dispute, `key` our own; `cents` its amount."""

    provider: str
    kind: NoticeKind
    ref: str
    key: str
    cents: int
    currency: str

    @property
    def own_refund_id(self) -> int | None:
        """The refund of ours that it names (see `pay_back`), else None."""
        number = self.key.removeprefix("refund-")
        ours = number != self.key and number.isascii() and number.isdigit()
        return int(number) if ours else None

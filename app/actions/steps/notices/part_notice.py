"""What a provider says of one refund or dispute of a payment."""

import re
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

# Nine digits at most: a longer number is none of ours.
_OWN = re.compile(r"refund-(?P<id>[0-9]{1,9})(?:-(?P<tries>[0-9]{1,9}))?")


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
        named = _OWN.fullmatch(self.key)
        return int(named["id"]) if named else None

    @property
    def own_try(self) -> int:
        """How often that refund had been sent before; 0 for the first time."""
        named = _OWN.fullmatch(self.key)
        return int(named["tries"] or 0) if named else 0

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
# refund-ID, and refund-ID-TRY once staff had it sent again.
OWN_KEY = re.compile(r"refund-([0-9]{1,18})(?:-[0-9]+)?", re.ASCII)


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
        """The refund of ours that it names, whichever try of it (see `pay_back`), else None."""
        named = OWN_KEY.fullmatch(self.key)
        return int(named[1]) if named else None

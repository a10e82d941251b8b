"""What a provider says of one refund or dispute of a payment."""

import re
from dataclasses import dataclass

from app.gateways.payments.provider import NoticeKind

_OWN_KEY = re.compile(r"refund-([0-9]{1,9})(?:-([0-9]{1,9}))?", re.ASCII)

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
        named = _OWN_KEY.fullmatch(self.key)
        return int(named[1]) if named else None

    @property
    def own_try(self) -> int | None:
        """Which try of it, 0 for the first; None when it names none of ours."""
        named = _OWN_KEY.fullmatch(self.key)
        return int(named[2] or 0) if named else None

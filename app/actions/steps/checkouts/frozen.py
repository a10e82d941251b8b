"""A checkout as we have written it down, before and after its page is open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.gateways.payments.provider import OrderLine
from app.reads.violations.dues import OwingViolation
from app.wordbook import called


@dataclass(frozen=True)
class Frozen:
    """A started payment; `url` is its open page at the provider, "" while there is none.

    `language` is the one the page was asked for in: asked again, it must be the very same.
    """

    payment_id: int
    reference: str
    amount_cents: int
    currency: str
    expires_at: datetime
    lines: tuple[OrderLine, ...]
    language: str
    url: str = ""


def order_lines(tickets: Collection[OwingViolation], language: str) -> tuple[OrderLine, ...]:
    """What the provider's page lists: every item of every ticket."""
    return tuple(
        OrderLine(
            label=f"{ticket.number} {called(language, item.description, item.description_fr)}",
            amount_cents=item.due_cents,
        )
        for ticket in tickets
        for item in ticket.items
    )

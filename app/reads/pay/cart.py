"""The tickets of one car as somebody may pay them: what has to be paid, what may be added."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.reads.pay.quote import quote_for
from app.reads.violations.dues import OwingViolation


@dataclass(frozen=True)
class Door:
    """Where somebody came in to pay: the sticker of a boot, or a ticket's number and PIN.

    `path` is that page's own path, `label` names it to the card provider. `booted_id` is the
    ticket of the boot that waits to be released, with its assignment; both None without one.
    `searched_id` is the ticket that was looked up, None at the sticker.
    """

    path: str
    label: str
    vehicle_id: int
    currency: str
    assignment_id: int | None = None
    booted_id: int | None = None
    require_overdue: bool = False
    searched_id: int | None = None


@dataclass(frozen=True)
class Cart:
    """`required` is always in, `offered` may be added, `held` is under review and may not."""

    required: tuple[OwingViolation, ...]
    offered: tuple[OwingViolation, ...]
    held: tuple[OwingViolation, ...]

    def chosen(self, also: Collection[int]) -> tuple[OwingViolation, ...]:
        """What would be paid now, oldest first, when the offered tickets `also` are added."""
        extra = tuple(ticket for ticket in self.offered if ticket.id in also)
        return tuple(sorted((*self.required, *extra), key=lambda ticket: ticket.id))

    def takes(self, also: Collection[int]) -> bool:
        """Whether each of `also` may be paid here now (foreign, paid and held ones may not)."""
        return set(also) <= {ticket.id for ticket in (*self.required, *self.offered)}


async def cart_at(door: Door, today: date) -> Cart:
    """The cart of the door's vehicle on the local day `today`; one statement (rules R2 to R5).

    A ticket under review is held, unless it is the booted one. One that owes nothing by itself
    has nothing to offer.
    """
    quote = await quote_for(
        door.vehicle_id, door.booted_id, require_overdue=door.require_overdue, today=today
    )
    return Cart(
        required=quote.required,
        offered=tuple(
            ticket
            for ticket in quote.others
            if not ticket.under_review and ticket.due.due_cents > 0
        ),
        held=tuple(ticket for ticket in quote.others if ticket.under_review),
    )


def total_cents(tickets: Collection[OwingViolation]) -> int:
    """What the tickets owe together."""
    return sum(ticket.due.due_cents for ticket in tickets)

"""The cart as both pages draw it: the sticker's and the one behind number and PIN."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.clock import local_day
from app.reads.pay.cart import Cart, Door, total_cents
from app.reads.violations.dues import OwingViolation


@dataclass(frozen=True)
class PayLine:
    """One line of the bill; of several tickets the first line says `why` it has to be paid.

    `why` is "booted", "overdue" or "". `note` is a number of the payer's own ticket; a ticket of
    the car that the payer did not come for shows its date alone.
    """

    label: str
    note: str
    amount_cents: int
    deposit: bool
    why: str = ""
    issued_on: date | None = None
    label_fr: str = ""


@dataclass(frozen=True)
class Choice:
    """A ticket beside the bill: date, offence and amount; a `held` one cannot be chosen.

    `number` is told to whoever came with it, "" otherwise.
    """

    ticket_id: int
    issued_on: date
    offence: str
    amount_cents: int
    number: str
    ticked: bool
    held: bool
    offence_fr: str = ""


@dataclass(frozen=True)
class ShownCart:
    """`required_cents` is the bill of `lines`, `total_cents` that plus every ticked choice."""

    lines: tuple[PayLine, ...] = ()
    required_cents: int = 0
    total_cents: int = 0
    deposit_cents: int = 0
    choices: tuple[Choice, ...] = ()
    booted: bool = False
    booted_held: bool = False
    booted_number: str = ""

    @property
    def payable(self) -> bool:
        """Whether there is anything to pay or to release here."""
        return bool(self.lines) or any(not choice.held for choice in self.choices)

    @property
    def optional(self) -> bool:
        """Whether the payer decides anything."""
        return any(not choice.held for choice in self.choices)


def shown_cart(door: Door, cart: Cart, also: Collection[int], time_zone: str) -> ShownCart:
    """The cart with the offered tickets of `also` ticked."""
    came_for = door.searched_id or door.booted_id
    several = any(ticket.id != came_for for ticket in cart.required)
    taken = cart.chosen(also)
    beside = sorted((*cart.offered, *cart.held), key=lambda ticket: ticket.id)
    return ShownCart(
        lines=tuple(
            line for ticket in cart.required for line in _lines(door, ticket, several, time_zone)
        ),
        required_cents=total_cents(cart.required),
        total_cents=total_cents(taken),
        deposit_cents=sum(ticket.due.deposit_cents for ticket in taken),
        choices=tuple(
            Choice(
                ticket_id=ticket.id,
                issued_on=local_day(ticket.issued_at, time_zone),
                offence=ticket.first_offence,
                amount_cents=ticket.due.due_cents,
                number=ticket.number if ticket.id == door.searched_id else "",
                ticked=ticket.id in also,
                held=ticket in cart.held,
                offence_fr=ticket.first_offence_fr,
            )
            for ticket in beside
        ),
        booted=door.booted_id is not None,
        booted_number="".join(
            ticket.number for ticket in cart.required if ticket.id == door.booted_id
        ),
        booted_held=any(
            ticket.under_review for ticket in cart.required if ticket.id == door.booted_id
        ),
    )


def _lines(
    door: Door, ticket: OwingViolation, several: bool, time_zone: str
) -> tuple[PayLine, ...]:
    own = ticket.id == (door.searched_id or door.booted_id)
    why = "booted" if ticket.id == door.booted_id else "overdue"
    return tuple(
        PayLine(
            label=item.description,
            note=ticket.number if several and own else "",
            amount_cents=item.due_cents,
            deposit=item.apply_boot,
            why=why if several and at == 0 else "",
            issued_on=local_day(ticket.issued_at, time_zone) if several and not own else None,
            label_fr=item.description_fr,
        )
        for at, item in enumerate(ticket.items)
    )

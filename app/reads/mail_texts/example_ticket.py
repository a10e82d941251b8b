"""The ticket that a preview or a test tells of."""

from dataclasses import dataclass
from datetime import date, datetime

from app.clock import now
from app.reads.violations.bill import BillLine
from app.reads.violations.one_ticket import one_ticket
from app.rules.outbox.letters import LetterKind
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation

_BOOT = "Red Boot 01"
# With the facts of a ticket that never had a boot these would tell of one nobody ever saw.
_OF_BOOTS = (
    LetterKind.release,
    LetterKind.promise,
    LetterKind.promise_reminder,
    LetterKind.return_reminder,
    LetterKind.refund,
)
LISTED = 20


@dataclass(frozen=True)
class ExampleTicket:
    """Money in cents. What a ticket has not is made up, since the mail needs something to show."""

    number: str
    plate: str
    place: str
    issued_at: datetime
    currency: str
    lines: tuple[BillLine, ...]
    total_cents: int
    deposit_cents: int
    boot_name: str
    discount_until_on: date | None
    overdue_on: date | None


@dataclass(frozen=True)
class TicketChoice:
    """A ticket as the editor offers it."""

    violation_id: int
    number: str
    plate: str


async def ticket_choices(kind: LetterKind, limit: int = LISTED) -> tuple[TicketChoice, ...]:
    """The newest tickets such a mail could be about, newest first."""
    asked = Violation.select(Violation.id, Violation.number, Violation.vehicle.plate)
    if kind in _OF_BOOTS:
        booted = BootAssignment.select(BootAssignment.violation)
        newest = await booted.order_by(BootAssignment.id, ascending=False).limit(limit)
        if not newest:
            return ()
        asked = asked.where(Violation.id.is_in([row["violation"] for row in newest]))
    rows = await asked.order_by(Violation.id, ascending=False).limit(limit)
    return tuple(TicketChoice(row["id"], row["number"], row["vehicle.plate"]) for row in rows)


async def example_ticket(
    kind: LetterKind, violation_id: int | None, currency: str
) -> ExampleTicket:
    """That ticket, None for the newest that fits; a town without one gets a made-up one.

    Raises `Missing`.
    """
    if violation_id is None:
        newest = await ticket_choices(kind, limit=1)
        if not newest:
            return _made_up(currency)
        violation_id = newest[0].violation_id
    at = now()
    ticket = await one_ticket(violation_id, today=None, now=at)
    counted = [line for line in ticket.lines if not line.void]
    return ExampleTicket(
        number=ticket.number,
        plate=ticket.plate,
        place=ticket.street,
        issued_at=ticket.issued_at,
        currency=ticket.currency,
        lines=tuple(counted),
        total_cents=sum(line.amount_cents for line in counted),
        deposit_cents=sum(line.amount_cents for line in counted if line.deposit),
        boot_name=ticket.boot.name if ticket.boot else _BOOT,
        discount_until_on=ticket.discount_until_on,
        overdue_on=ticket.overdue_after_on,
    )


def _made_up(currency: str) -> ExampleTicket:
    return ExampleTicket(
        number="TT-00000",
        plate="ABC 123",
        place="King St. 214",
        issued_at=now(),
        currency=currency,
        lines=(BillLine("…", 45_00), BillLine("…", 120_00, deposit=True)),
        total_cents=165_00,
        deposit_cents=120_00,
        boot_name=_BOOT,
        discount_until_on=None,
        overdue_on=None,
    )

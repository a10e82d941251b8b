"""Give a ticket its number, PIN and dates, and write its row."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.steps.violations.entry import Entry
from app.clock import local_day
from app.rules.money.fees import dates_at_issue
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.numbers import compact, number_text, ticket_text
from app.rules.violations.states import ViolationStatus
from app.tables.street.ticket_number import TicketNumber
from app.tables.street.violation import Violation


@dataclass(frozen=True)
class Ticket:
    """A ticket that has just got its number."""

    violation_id: int
    number: str
    pin: str


async def register(
    entry: Entry,
    digest: str,
    settings: SystemSettings,
    *,
    vehicle_id: int,
    officer_id: int,
    at: datetime,
) -> Ticket:
    """Write the violation, unpaid, dated `at` (rules V7, V8, M2); the vehicle's turn is taken.

    Numbers come from a table that only grows, so that officers do not wait for each other; the
    stored setting `next_number` is the number of its first row (change_settings keeps it so).
    """
    taken = await TicketNumber.insert(TicketNumber(taken_at=at)).returning(TicketNumber.id)
    sequence = settings.next_number - 1 + int(taken[0]["id"])
    number = number_text(settings.ticket_prefix, sequence)
    pin = entry.new_pin(settings.pin_length)
    issued_on = local_day(at, settings.time_zone)
    discount_until_on, overdue_after_on = dates_at_issue(
        issued_on, settings.discount_days, settings.overdue_days
    )
    rows = await Violation.insert(
        Violation(
            number=number,
            pin=pin,
            compact=compact(ticket_text(number, pin)),
            sequence=sequence,
            vehicle=vehicle_id,
            officer=officer_id,
            status=ViolationStatus.unpaid,
            currency=settings.currency,
            place=entry.place,
            remarks=entry.remarks,
            owner_email=entry.owner_email,
            happened_at=entry.happened_at,
            issued_at=at,
            issued_on=issued_on,
            discount_until_on=discount_until_on,
            overdue_after_on=overdue_after_on,
            form_key=entry.form_key,
            form_digest=digest,
        )
    ).returning(Violation.id)
    return Ticket(violation_id=int(rows[0]["id"]), number=number, pin=pin)

"""Give a ticket its number, PIN and dates, and write its row."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.steps.violations.entry import Entry
from app.clock import local_day
from app.db import ask
from app.rules.money.fees import dates_at_issue
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.numbers import compact, number_text, ticket_text
from app.rules.violations.states import ViolationStatus

_WRITE = """
INSERT INTO violation
    (number, pin, compact, sequence, vehicle, officer, status, currency, place, remarks,
    owner_email, happened_at, issued_at, issued_on, discount_until_on, overdue_after_on,
    under_review, form_key, form_digest, void_reason)
VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, '')
RETURNING id
"""


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
    taken = await ask("INSERT INTO ticket_number (taken_at) VALUES ({}) RETURNING id", at)
    sequence = settings.next_number - 1 + int(taken[0]["id"])
    number = number_text(settings.ticket_prefix, sequence)
    pin = entry.new_pin(settings.pin_length)
    issued_on = local_day(at, settings.time_zone)
    discount_until_on, overdue_after_on = dates_at_issue(
        issued_on, settings.discount_days, settings.overdue_days
    )
    rows = await ask(
        _WRITE,
        number,
        pin,
        compact(ticket_text(number, pin)),
        sequence,
        vehicle_id,
        officer_id,
        ViolationStatus.unpaid.value,
        settings.currency,
        entry.place,
        entry.remarks,
        entry.owner_email,
        entry.happened_at,
        at,
        issued_on,
        discount_until_on,
        overdue_after_on,
        False,
        entry.form_key,
        digest,
    )
    return Ticket(violation_id=int(rows[0]["id"]), number=number, pin=pin)

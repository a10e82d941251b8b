"""Finds payments by whatever the office has in hand: an address, a plate, a number."""

from piccolo.columns.combination import And, Or, Where, WhereRaw

from app.rules.money.receipts import receipt_id_from
from app.rules.violations.numbers import compact, number_text, numbers_meant
from app.rules.violations.plates import normal_plate
from app.tables.money.payment import Payment

_OF_TICKET = (
    "payment.id IN (SELECT l.payment FROM payment_line l JOIN violation v ON v.id = l.violation"
    " WHERE {condition})"
)
_OF_PLATE = (
    "payment.id IN (SELECT l.payment FROM payment_line l JOIN violation v ON v.id = l.violation"
    " JOIN vehicle c ON c.id = v.vehicle WHERE c.plate LIKE {})"
)

Condition = Where | WhereRaw | And | Or


def matching(search: str) -> Condition:
    """The condition: part of an email, the start of a plate, or a whole number or reference.

    Numbers are those of tickets (with or without PIN) and receipts; references ours, the
    provider's and the terminal's or cheque's.
    """
    found: Condition = Or(
        WhereRaw("LOWER(payment.email) LIKE {} ESCAPE '!'", f"%{_plain(search.lower())}%"),
        Or(
            Payment.reference == search,
            Or(
                Payment.provider_ref == search,
                Or(Payment.capture_ref == search, Payment.tender_ref == search),
            ),
        ),
    )
    found = Or(found, _by_ticket("v.compact = {}", compact(search)))
    plate = normal_plate(search)
    if plate:
        found = Or(found, WhereRaw(_OF_PLATE, f"{plate}%"))
    for prefix, sequence in numbers_meant(search):
        if prefix:
            found = Or(found, _by_ticket("v.number = {}", number_text(prefix, sequence)))
        else:
            found = Or(found, _by_ticket("v.sequence = {}", sequence))
    receipt_id = receipt_id_from(search)
    if receipt_id is not None:
        found = Or(
            found,
            WhereRaw("payment.id IN (SELECT payment FROM receipt WHERE id = {})", receipt_id),
        )
    return found


def _by_ticket(condition: str, value: str | int) -> WhereRaw:
    return WhereRaw(_OF_TICKET.replace("{condition}", condition), value)


def _plain(text: str) -> str:
    """SQLite has no escape sign by default, so one is named."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text

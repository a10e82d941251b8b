"""Finds letters by whatever the office has in hand: an address, a plate, a ticket."""

from piccolo.columns.combination import And, Or, Where, WhereRaw

from app.rules.violations.numbers import compact, number_text, numbers_meant
from app.rules.violations.plates import normal_plate

Condition = Where | WhereRaw | And | Or

# By ticket, whichever way a letter hangs on it: itself, its boot's case, or a payment of it.
_OF_TICKETS = """(
    mail.violation IN ({tickets})
    OR mail.boot_assignment IN (SELECT id FROM boot_assignment WHERE violation IN ({tickets}))
    OR mail.payment IN (SELECT payment FROM payment_line WHERE violation IN ({tickets})))"""
_BY_PLATE = "SELECT t.id FROM violation t JOIN vehicle c ON c.id = t.vehicle WHERE c.plate LIKE {}"


def matching(search: str) -> Condition:
    """The condition: part of an address, the start of a plate, or a whole ticket number."""
    found: Condition = WhereRaw(
        "LOWER(mail.recipient) LIKE {} ESCAPE '!'", f"%{_plain(search.lower())}%"
    )
    whole = compact(search)
    if whole:
        found = Or(found, _of("SELECT t.id FROM violation t WHERE t.compact = {}", whole))
    plate = normal_plate(search)
    if plate:
        found = Or(found, _of(_BY_PLATE, f"{plate}%"))
    for prefix, sequence in numbers_meant(search):
        if prefix:
            number = number_text(prefix, sequence)
            found = Or(found, _of("SELECT t.id FROM violation t WHERE t.number = {}", number))
        else:
            found = Or(found, _of("SELECT t.id FROM violation t WHERE t.sequence = {}", sequence))
    return found


def _of(tickets: str, value: str | int) -> WhereRaw:
    return WhereRaw(_OF_TICKETS.replace("{tickets}", tickets), value, value, value)


def _plain(text: str) -> str:
    """SQLite has no escape sign by default, so one is named."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text

"""Which ticket a typed number belongs to, whatever PIN stands behind it."""

import re
from dataclasses import dataclass

from app.rules.violations.numbers import compact
from app.tables.street.violation import Violation

LONGEST_PIN = 8
# As many digits as a running number can have.
_DIGITS = re.compile(r"[0-9]{1,9}$")


@dataclass(frozen=True)
class NumberOwner:
    """A ticket whose number the typed text begins with; `right` when the PIN fits as well."""

    violation_id: int
    number: str
    pin_length: int
    plate: str
    right: bool


async def number_owner(typed: str) -> NumberOwner | None:
    """The ticket that `typed` (compact, number and PIN together) is a try at; one statement.

    What is typed is compared whole (rule V8); the number in front of a wrong PIN is only looked
    for so that every try at one ticket is counted at that ticket, however it was typed.
    """
    rows = await Violation.select(
        Violation.id,
        Violation.number,
        Violation.pin,
        Violation.compact,
        Violation.vehicle.plate,
    ).where((Violation.compact == typed) | Violation.sequence.is_in(_sequences(typed)))
    tried = [
        row
        for row in rows
        if len(row["compact"]) == len(typed) and typed.startswith(compact(row["number"]))
    ]
    if not tried:
        return None
    row = max(tried, key=lambda one: (one["compact"] == typed, -one["id"]))
    return NumberOwner(
        violation_id=row["id"],
        number=compact(row["number"]),
        pin_length=len(row["pin"]),
        plate=row["vehicle.plate"],
        right=row["compact"] == typed,
    )


def _sequences(typed: str) -> list[int]:
    """Every running number that could stand before a PIN of some length; never empty."""
    found = {0}
    for length in range(1, LONGEST_PIN + 1):
        digits = _DIGITS.search(typed[:-length])
        if digits:
            found |= {int(digits[0][start:]) for start in range(len(digits[0]))}
    return sorted(found)

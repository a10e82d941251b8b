"""What a search of the report means: part of a boot's name, the start of a plate, a ticket."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from app.rules.boots.names import name_key
from app.rules.violations.numbers import compact, number_text
from app.rules.violations.plates import normal_plate
from app.tables.boots.boot_assignment import BootAssignment

# Fewer rows than this are fetched by their ids and sorted; more are met soon by walking in order.
FEW = 2000
_NUMBER = re.compile(r"([A-Z]{0,6})([0-9]{1,9})")
_TICKET = " JOIN violation v ON v.id = a.violation"
_CAR = f"{_TICKET} JOIN vehicle c ON c.id = v.vehicle"


@dataclass(frozen=True)
class Way:
    """One way to be meant: a condition on boot `b`, or on what `joins` adds to an assignment `a`.

    `found` is the FROM that starts from what the condition is about.
    """

    joins: str
    found: str
    condition: str
    values: tuple[Any, ...]

    def among(self, alone: bool) -> str:
        """The condition on an assignment `a` and, unless it stands `alone`, on its boot `b`."""
        if not self.joins and not alone:
            return self.condition
        id_, mine = ("v.id", "a.violation") if self.joins else ("b.id", "a.boot")
        return f"{mine} IN (SELECT {id_} FROM {self.found} WHERE {self.condition})"  # noqa: S608


def meant_by(search: str) -> tuple[Way, ...]:
    """The ways in which rows may be meant (rules V8, V9); a row may be meant in several."""
    name = name_key(search)
    for sign in "!%_":
        name = name.replace(sign, f"!{sign}")
    # SQLite has no escape sign by default.
    ways = [Way("", "boot b", "b.name_key LIKE {} ESCAPE '!'", (f"%{name}%",))]
    plate, ticket = normal_plate(search), compact(search)
    if plate:
        # Written out, not bound: PostgreSQL looks for the start of a plate in the index only if
        # it sees it while it plans. Nothing but letters and digits is left of a plate (rule V4).
        cars = "vehicle c JOIN violation v ON v.vehicle = c.id"
        ways.append(Way(_CAR, cars, f"c.plate LIKE '{plate}%'", ()))
    numbers = _numbers(search, ticket)
    if numbers:
        meant = " OR ".join(f"v.{column} = {{}}" for column, _ in numbers)
        values = tuple(value for _, value in numbers)
        ways.append(Way(_TICKET, "violation v", f"({meant})", values))
    return tuple(ways)


def _numbers(search: str, ticket: str) -> list[tuple[str, str | int]]:
    """Columns of a violation and what they have to be."""
    found: list[tuple[str, str | int]] = [("compact", ticket)] if ticket else []
    # A letter O typed for a zero is forgiven in the digits, never in the prefix.
    for spelled in dict.fromkeys((_letters_and_digits(search), ticket)):
        number = _NUMBER.fullmatch(spelled)
        if number and number[1]:
            found.append(("number", number_text(number[1], int(number[2]))))
        elif number:
            found.append(("sequence", int(number[2])))
    return found


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())


async def few_cases(ways: tuple[Way, ...]) -> list[int] | None:
    """The assignments that are meant, or None when there are more than a few.

    Each way has an index of its own, which one condition with OR could not use.
    """
    halves = []
    for way in ways:
        link = "a.violation = v.id" if way.joins else "a.boot = b.id"
        tables = f"{way.found} JOIN boot_assignment a ON {link}"
        halves.append(f"SELECT a.id AS id FROM {tables} WHERE {way.condition}")  # noqa: S608
    rows = await BootAssignment.raw(
        f"SELECT id FROM ({' UNION ALL '.join(halves)}) found LIMIT {FEW + 1}",  # noqa: S608
        *(value for way in ways for value in way.values),
    )
    return None if len(rows) > FEW else sorted({row["id"] for row in rows})

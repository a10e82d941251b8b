"""Tickets by number, with or without PIN, by the beginning of a plate, or by whom we wrote to."""

from datetime import date
from typing import Any

from piccolo.columns.combination import WhereRaw

from app.reads.violations.ticket_list import COLUMNS, TicketRow, numbered, ticket_rows
from app.rules.violations.plates import PLATE_MAX_LENGTH, normal_plate
from app.tables.street.violation import Violation

# The cars first: SQLite would walk through every ticket to reach the plates.
_CARS_FROM = "violation.vehicle IN (SELECT id FROM vehicle WHERE plate LIKE {})"
# What was written to a payer leads to the payment, which is found by its own email.
_WRITTEN_TO = """violation.id IN (
    SELECT m.violation FROM mail m WHERE LOWER(m.recipient) = {} AND m.violation IS NOT NULL
    UNION SELECT a.violation FROM mail m JOIN boot_assignment a ON a.id = m.boot_assignment
    WHERE LOWER(m.recipient) = {} AND m.payment IS NULL)"""


async def tickets_found(
    search: str, today: date, *, most: int
) -> tuple[tuple[TicketRow, ...], int]:
    """At most `most` tickets, and how many of them have just this number or plate (rule V4).

    Those of the number come first, then those of the plate itself, newest first; four statements.
    """
    numbers = await Violation.select(*COLUMNS).where(numbered(search)).order_by(Violation.id)
    known = {row["id"] for row in numbers}
    plate = normal_plate(search)
    cars = [row for row in await _of_plate(plate, most) if row["id"] not in known]
    exact = len(numbers) + sum(row["vehicle.plate"] == plate for row in cars)
    return await ticket_rows([*numbers, *cars][:most], today), exact


async def tickets_written_to(email: str, today: date, *, most: int) -> tuple[TicketRow, ...]:
    """At most `most` tickets, newest first, whose owner got the notice or who was sent the code.

    In any case; three statements, and none for what is no email.
    """
    if "@" not in email:
        return ()
    rows = (
        await Violation.select(*COLUMNS)
        .where(WhereRaw(_WRITTEN_TO, email.lower(), email.lower()))
        .order_by(Violation.id, ascending=False)
        .limit(most)
    )
    return await ticket_rows(rows, today)


async def _of_plate(plate: str, most: int) -> list[dict[str, Any]]:
    """A normal plate is letters and digits alone: no sign of it has a meaning in a pattern."""
    if not plate or len(plate) > PLATE_MAX_LENGTH:
        return []
    return (
        await Violation.select(*COLUMNS)
        .where(WhereRaw(_CARS_FROM, f"{plate}%"))
        .order_by(Violation.vehicle.plate)
        .order_by(Violation.id, ascending=False)
        .limit(most)
    )

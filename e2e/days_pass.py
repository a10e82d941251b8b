"""Lets days pass for one car: `python -m e2e.days_pass PLATE DAYS` moves its past further back."""

import asyncio
import sys
from datetime import timedelta
from typing import Any

from piccolo.columns import Column

from app.db import close_database, open_database, transaction
from app.rules.violations.plates import normal_plate
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.vehicle import Vehicle
from app.tables.street.violation import Violation

TICKET_DAYS = ("issued_on", "discount_until_on", "overdue_after_on")
TICKET_TIMES = ("happened_at", "issued_at")
BOOT_TIMES = ("issued_at", "released_at", "return_due_at", "remind_at")


async def days_pass(plate: str, days: int) -> None:
    """What was n days ago is now n + `days` ago, as a calendar at the wall would have it.

    Tickets, boots and the day of each quote move; the half hour a checkout holds does not, so a
    midnight may fall between any two clicks. Raises `LookupError` for a plate nobody wrote down.
    """
    await open_database()
    try:
        async with transaction():
            vehicles = Vehicle.select(Vehicle.id).where(Vehicle.plate == normal_plate(plate))
            tickets = await Violation.select().where(Violation.vehicle.is_in(vehicles))
            if not tickets:
                raise LookupError(plate)
            for ticket in tickets:
                moved = _back(ticket, (*TICKET_DAYS, *TICKET_TIMES), days)
                await Violation.update(moved).where(Violation.id == ticket["id"])
            ids = [ticket["id"] for ticket in tickets]
            for case in await BootAssignment.select().where(BootAssignment.violation.is_in(ids)):
                moved = _back(case, BOOT_TIMES, days)
                await BootAssignment.update(moved).where(BootAssignment.id == case["id"])
            quoted = PaymentLine.select(PaymentLine.payment).where(PaymentLine.violation.is_in(ids))
            for payment in await Payment.select().where(Payment.id.is_in(quoted)):
                moved = _back(payment, ("started_at",), days)
                await Payment.update(moved).where(Payment.id == payment["id"])
    finally:
        await close_database()


def _back(row: dict[str, Any], names: tuple[str, ...], days: int) -> dict[Column | str, Any]:
    return {name: row[name] - timedelta(days=days) for name in names if row[name] is not None}


if __name__ == "__main__":
    asyncio.run(days_pass(sys.argv[1], int(sys.argv[2])))

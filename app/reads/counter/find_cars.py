"""Find the car whose driver stands at the counter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.reads.violations.dues import dues_of
from app.reads.violations.ticket_list import ticket_list
from app.rules.errors import Invalid
from app.rules.people.emails import clean_email
from app.rules.violations.states import OWING
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation import Violation

MOST = 50


@dataclass(frozen=True)
class FoundCar:
    """One car with its tickets that are owed, cents due today; `boot_name` is "" without one."""

    vehicle_id: int
    plate: str
    region: str
    boot_name: str
    numbers: tuple[str, ...]
    due_cents: int
    currency: str


async def find_cars(search: str, today: date) -> tuple[FoundCar, ...]:
    """By plate, ticket number with or without PIN, boot name, or the email of a payment."""
    vehicle_ids = await _vehicles(await _tickets(search, today))
    if not vehicle_ids:
        return ()
    one = Violation
    rows = (
        await one.select(
            one.id,
            one.number,
            one.status,
            one.currency,
            one.vehicle,
            one.vehicle.plate,
            one.vehicle.region,
        )
        .where(one.vehicle.is_in(vehicle_ids))
        .order_by(one.id)
    )
    owing = [row["id"] for row in rows if row["status"] in {status.value for status in OWING}]
    dues = await dues_of(owing, today)
    boots = await _boots(vehicle_ids)
    cars: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        cars.setdefault(row["vehicle"], []).append(row)
    return tuple(
        FoundCar(
            vehicle_id=vehicle_id,
            plate=tickets[0]["vehicle.plate"],
            region=tickets[0]["vehicle.region"],
            boot_name=boots.get(vehicle_id, ""),
            numbers=tuple(row["number"] for row in tickets if row["id"] in dues),
            due_cents=sum(dues[row["id"]].due_cents for row in tickets if row["id"] in dues),
            currency=tickets[0]["currency"],
        )
        for vehicle_id, tickets in cars.items()
    )


async def _tickets(search: str, today: date) -> list[int]:
    if "@" not in search:
        found = await ticket_list(search, "", before_id=None, today=today)
        return [row.violation_id for row in found.rows]
    rows = (
        await PaymentLine.select(PaymentLine.violation)
        .where(PaymentLine.payment.email == _as_kept(search))
        .order_by(PaymentLine.id, ascending=False)
        .limit(MOST)
    )
    return [row["violation"] for row in rows]


def _as_kept(search: str) -> str:
    try:
        return clean_email(search)
    except Invalid:
        return search


async def _vehicles(violation_ids: Collection[int]) -> list[int]:
    if not violation_ids:
        return []
    rows = await Violation.select(Violation.vehicle).where(
        Violation.id.is_in(sorted(set(violation_ids)))
    )
    return sorted({row["vehicle"] for row in rows})


async def _boots(vehicle_ids: Collection[int]) -> dict[int, str]:
    one = BootAssignment
    rows = await one.select(one.violation.vehicle, one.boot.name).where(
        one.violation.vehicle.is_in(sorted(vehicle_ids)),
        one.closed_at.is_null(),
        one.returned_at.is_null(),
    )
    return {row["violation.vehicle"]: row["boot.name"] for row in rows}

"""What one day brought into the office's drawer and took out of it, person by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.rules.money.payment_states import PaymentStatus, RefundStatus
from app.rules.money.payment_ways import COUNTER, COUNTER_WAYS
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.people.staff import Staff

_WAYS = [way.value for way in COUNTER_WAYS]


@dataclass(frozen=True)
class Movement:
    """Money in, or paid out when `cents` is below zero; `number` is of cheque or terminal."""

    at: datetime
    staff_id: int
    way: str
    cents: int
    number: str
    vehicle_id: int | None
    plate: str


@dataclass(frozen=True)
class Drawer:
    """One person's day: sums by way of paying, pay-outs apart."""

    staff_name: str
    movements: tuple[Movement, ...]

    @property
    def taken(self) -> Mapping[str, int]:
        """Cents taken in, by way."""
        return {
            way: sum(one.cents for one in self.movements if one.way == way and one.cents > 0)
            for way in _WAYS
        }

    @property
    def paid_out_cents(self) -> int:
        """What was paid out, as a positive amount."""
        return -sum(one.cents for one in self.movements if one.cents < 0)

    @property
    def total_cents(self) -> int:
        """What was taken less what was paid out."""
        return sum(one.cents for one in self.movements)


@dataclass(frozen=True)
class Person:
    """Somebody who can have a drawer, past or present."""

    staff_id: int
    name: str


async def drawer_people() -> tuple[Person, ...]:
    """Everybody on the staff, by name: also those who left had a drawer once."""
    rows = await Staff.select(Staff.id, Staff.name).order_by(Staff.name, Staff.id)
    return tuple(Person(row["id"], row["name"]) for row in rows)


async def drawers(day: date, time_zone: str, staff_id: int | None) -> tuple[Drawer, ...]:
    """Everybody's drawer of the authority's local `day`, or that of `staff_id` alone."""
    zone = ZoneInfo(time_zone)
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    found = sorted([*await _taken(start, end), *await _paid_out(start, end)], key=lambda m: m.at)
    people = await Staff.select(Staff.id, Staff.name).order_by(Staff.name, Staff.id)
    return tuple(
        Drawer(person["name"], own)
        for person in people
        if staff_id in (None, person["id"])
        and (own := tuple(one for one in found if one.staff_id == person["id"]))
    )


async def _taken(start: datetime, end: datetime) -> list[Movement]:
    one = Payment
    rows = await one.select(
        one.settled_at,
        one.taken_by,
        one.method,
        one.captured_cents,
        one.tender_ref,
        one.vehicle,
        one.vehicle.plate,
    ).where(
        one.provider == COUNTER,
        one.status == PaymentStatus.settled.value,
        one.settled_at >= start,
        one.settled_at < end,
    )
    return [
        Movement(
            at=row["settled_at"],
            staff_id=row["taken_by"],
            way=row["method"],
            cents=row["captured_cents"],
            number=row["tender_ref"],
            vehicle_id=row["vehicle"],
            plate=row["vehicle.plate"] or "",
        )
        for row in rows
    ]


async def _paid_out(start: datetime, end: datetime) -> list[Movement]:
    one = Refund
    rows = await one.select(
        one.done_at,
        one.paid_out_by,
        one.way,
        one.amount_cents,
        one.paid_out_ref,
        one.payment.vehicle,
        one.payment._.vehicle._.plate,
    ).where(
        one.way.is_in(_WAYS),
        one.status == RefundStatus.done.value,
        one.done_at >= start,
        one.done_at < end,
    )
    return [
        Movement(
            at=row["done_at"],
            staff_id=row["paid_out_by"],
            way=row["way"],
            cents=-row["amount_cents"],
            number=row["paid_out_ref"],
            vehicle_id=row["payment.vehicle"],
            plate=row["payment.vehicle.plate"] or "",
        )
        for row in rows
    ]

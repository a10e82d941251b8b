"""What one car owes at the counter: what must be paid for its boot, what else can be."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.reads.violations.dues import OwingViolation, owing_of_vehicle
from app.rules.boots.release import Debt, required
from app.rules.money.payment_states import PaymentStatus
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.street.vehicle import Vehicle


@dataclass(frozen=True)
class CounterTicket:
    """`required` is charged always, `takable` may be added; under review only the booted one."""

    owing: OwingViolation
    required: bool
    booted: bool

    @property
    def takable(self) -> bool:
        """Whether the office may take money for it now."""
        return self.required or not self.owing.under_review


@dataclass(frozen=True)
class OnCar:
    """A boot that is on the car and not released."""

    assignment_id: int
    boot_id: int
    boot_name: str
    violation_id: int


@dataclass(frozen=True)
class StandingPromise:
    """Cash or cheque somebody promised to bring for this car."""

    payment_id: int
    email: str
    payer_hash: str
    language: str
    promised_at: datetime


@dataclass(frozen=True)
class CounterCar:
    """A car at the counter, newest promise first."""

    vehicle_id: int
    plate: str
    region: str
    tickets: tuple[CounterTicket, ...]
    boots: tuple[OnCar, ...]
    promises: tuple[StandingPromise, ...]

    @property
    def required_ids(self) -> frozenset[int]:
        """The tickets that must be paid for the boot."""
        return frozenset(one.owing.id for one in self.tickets if one.required)


async def counter_car(vehicle_id: int, today: date) -> CounterCar | None:
    """The car on the local day `today`, or None (rules R2 to R5, P7)."""
    row = (
        await Vehicle.select(Vehicle.plate, Vehicle.region).where(Vehicle.id == vehicle_id).first()
    )
    if row is None:
        return None
    owing = await owing_of_vehicle(vehicle_id, today)
    held = await _held(vehicle_id)
    needed: set[int] = set()
    for boot in held:
        debts = (_debt(one, boot["violation"]) for one in owing)
        needed |= {debt.violation_id for debt in required(debts, bool(boot["require_overdue"]))}
    booted = {boot["violation"] for boot in held}
    return CounterCar(
        vehicle_id=vehicle_id,
        plate=row["plate"],
        region=row["region"],
        tickets=tuple(CounterTicket(one, one.id in needed, one.id in booted) for one in owing),
        boots=tuple(
            OnCar(boot["id"], boot["boot"], boot["boot.name"], boot["violation"]) for boot in held
        ),
        promises=await _promises(vehicle_id),
    )


def _debt(one: OwingViolation, booted_violation_id: int) -> Debt:
    return Debt(
        violation_id=one.id,
        status=one.status,
        overdue=one.overdue,
        under_review=one.under_review,
        booted=one.id == booted_violation_id,
    )


async def _held(vehicle_id: int) -> list[dict[str, Any]]:
    one = BootAssignment
    return list(
        await one.select(one.id, one.boot, one.boot.name, one.violation, one.require_overdue)
        .where(
            one.violation.vehicle == vehicle_id,
            one.closed_at.is_null(),
            one.released_at.is_null(),
        )
        .order_by(one.id)
    )


async def _promises(vehicle_id: int) -> tuple[StandingPromise, ...]:
    rows = (
        await Payment.select(
            Payment.id, Payment.email, Payment.payer_hash, Payment.language, Payment.started_at
        )
        .where(
            Payment.vehicle == vehicle_id,
            Payment.status == PaymentStatus.promised.value,
        )
        .order_by(Payment.id, ascending=False)
    )
    return tuple(
        StandingPromise(
            row["id"], row["email"], row["payer_hash"], row["language"], row["started_at"]
        )
        for row in rows
    )

"""What is known about a car while its plate is being typed."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.reads.violations.dues import OwingViolation, owing_of_vehicle
from app.rules.violations.plates import VehicleKey, look_alike, vehicle_key
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.vehicle import Vehicle
from app.tables.street.violation import Violation

JUST = timedelta(hours=1)
MOST_SPELLINGS = 256
_MISTAKEN = ("O0", "I1", "B8", "S5")


@dataclass(frozen=True)
class OwedTicket:
    """One unpaid ticket of the car; cents due today."""

    ticket_id: int
    number: str
    status: str
    overdue: bool
    due_cents: int


@dataclass(frozen=True)
class CarFacts:
    """What an officer should know before writing; `booted_with` is "" without a boot."""

    known: bool
    booted_with: str
    just_paid: bool
    tickets: tuple[OwedTicket, ...]
    look_alikes: tuple[str, ...]

    @property
    def unpaid_count(self) -> int:
        """How many tickets are not paid."""
        return len(self.tickets)

    @property
    def overdue_count(self) -> int:
        """How many of them are overdue."""
        return sum(ticket.overdue for ticket in self.tickets)

    @property
    def due_cents(self) -> int:
        """What they owe today together."""
        return sum(ticket.due_cents for ticket in self.tickets)


async def car_facts(
    plate: str, region: str, plate_type: str, *, now: datetime, today: date
) -> CarFacts | None:
    """The car's tickets, boot, newest payment and look-alikes (rules V4, V5, V13); None: no plate.

    At most four statements. `today` is the authority's local day.
    """
    key = vehicle_key(plate, region, plate_type)
    if not key[0]:
        return None
    cars = await Vehicle.select(
        Vehicle.id, Vehicle.plate, Vehicle.region, Vehicle.plate_type
    ).where(Vehicle.plate.is_in(_spellings(key[0])))
    same = [car for car in cars if (car["plate"], car["region"], car["plate_type"]) == key]
    others = tuple(
        sorted({_said((car["plate"], car["region"], ""), key) for car in cars if car not in same})
    )
    if not same:
        return CarFacts(
            known=False, booted_with="", just_paid=False, tickets=(), look_alikes=others
        )
    vehicle_id = same[0]["id"]
    owing = await owing_of_vehicle(vehicle_id, today)
    return CarFacts(
        known=True,
        booted_with=await _booted_with(vehicle_id),
        just_paid=await Violation.exists().where(
            Violation.vehicle == vehicle_id, Violation.paid_at > now - JUST
        ),
        tickets=tuple(_ticket(one) for one in owing),
        look_alikes=others,
    )


def _said(car: VehicleKey, key: VehicleKey) -> str:
    """A look-alike by its plate; the same plate elsewhere by plate and region."""
    return car[0] if look_alike(car[0], key[0]) else f"{car[0]} {car[1]}".strip()


def _spellings(plate: str) -> list[str]:
    """The plate and what it may be mistaken for; at most 256, the likeliest mistakes first."""
    pairs = {sign: pair for pair in _MISTAKEN for sign in pair}
    at = [place for place, sign in enumerate(plate) if sign in pairs]
    found = []
    for count in range(len(at) + 1):
        for places in itertools.combinations(at, count):
            signs = list(plate)
            for place in places:
                signs[place] = pairs[plate[place]].replace(plate[place], "")
            found.append("".join(signs))
            if len(found) == MOST_SPELLINGS:
                return found
    return found


async def _booted_with(vehicle_id: int) -> str:
    row = (
        await BootAssignment.select(BootAssignment.boot.name)
        .where(
            BootAssignment.violation.vehicle == vehicle_id,
            BootAssignment.closed_at.is_null(),
            BootAssignment.returned_at.is_null(),
        )
        .first()
    )
    return str(row["boot.name"]) if row else ""


def _ticket(owing: OwingViolation) -> OwedTicket:
    return OwedTicket(
        ticket_id=owing.id,
        number=owing.number,
        status=owing.status,
        overdue=owing.overdue,
        due_cents=owing.due.due_cents,
    )

"""A hand-made year of a small town: clock changes, last minutes, closed and unused boots."""

from datetime import UTC, datetime

from app.rules.people.actor import Actor
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.vehicle import Vehicle
from app.tables.street.violation import Violation
from tests.factories import a_boot, a_staff

Moment = datetime | None


def utc(text: str) -> datetime:
    """`2026-11-01 04:59:59` as a moment of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def a_ticket(officer: Actor, sequence: int, plate: str, at: datetime) -> int:
    """A ticket TT-`sequence` with the PIN 3K7M, written down without asking any rule."""
    known = await Vehicle.select(Vehicle.id).where(Vehicle.plate == plate)
    vehicle = (
        known
        or await Vehicle.insert(Vehicle(plate=plate, region="ON", created_at=at)).returning(
            Vehicle.id
        )
    )[0]["id"]
    made = await Violation.insert(
        Violation(
            number=f"TT-{sequence}",
            pin="3K7M",
            compact=f"TT{sequence}3K7M",
            vehicle=vehicle,
            officer=officer.staff_id,
            status="unpaid",
            currency="CAD",
            place="214 King St",
            happened_at=at,
            issued_at=at,
            issued_on=at.date(),
            discount_until_on=at.date(),
            overdue_after_on=at.date(),
            form_key=f"form {sequence}",
            form_digest="-",
            sequence=sequence,
        )
    ).returning(Violation.id)
    return int(made[0]["id"])


async def an_assignment(
    officer: Actor,
    boot_id: int,
    sequence: int,
    plate: str,
    issued_at: datetime,
    released_at: Moment = None,
    returned_at: Moment = None,
    closed_at: Moment = None,
) -> int:
    """One boot on one car, as it would stand in the books."""
    ticket = await a_ticket(officer, sequence, plate, issued_at)
    made = await BootAssignment.insert(
        BootAssignment(
            boot=boot_id,
            violation=ticket,
            issued_by=officer.staff_id,
            issued_at=issued_at,
            released_at=released_at,
            returned_at=returned_at,
            closed_at=closed_at,
            close_reason="make_available" if closed_at else "",
        )
    ).returning(BootAssignment.id)
    return int(made[0]["id"])


async def becomes(boot_id: int, status: str) -> None:
    """Where the boot stands now."""
    await Boot.update({Boot.status: status}).where(Boot.id == boot_id)


async def a_boot_since(name: str, created_at: datetime, status: str = "available") -> int:
    """A boot that came into the inventory at `created_at`."""
    boot_id = await a_boot(name)
    await Boot.update({Boot.created_at: created_at, Boot.status: status}).where(Boot.id == boot_id)
    return boot_id


async def a_year() -> dict[str, int]:
    """The set; boot ids by name. Toronto: five hours behind UTC, four in summer.

    Red Boot 01  TT-101 AAA 111, closed; TT-104 BBB 222, issued now
    Red Boot 02  TT-102 AAA 123, released in the last minute of the day the clocks go forward
    Blue 100%    TT-103 B0O 777, closed, issued in the last minute of the day they go back
    Green        TT-105 CCC 999, returned, not yet put away
    Spare        never used
    """
    officer = await a_staff(name="Olive Officer")
    before = utc("2026-01-02 15:00:00")
    red1 = await a_boot_since("Red Boot 01", before, "issued")
    red2 = await a_boot_since("Red Boot 02", before, "released")
    blue = await a_boot_since("Blue 100%", before)
    green = await a_boot_since("Green", before, "returned")
    spare = await a_boot_since("Spare", utc("2026-11-02 04:59:59"))
    await an_assignment(
        officer,
        red1,
        101,
        "AAA111",
        utc("2026-03-08 04:59:59"),  # 23:59:59 on 7 March
        utc("2026-03-08 05:00:00"),  # midnight of 8 March, which has 23 hours
        utc("2026-03-09 03:59:59"),  # its last second
        utc("2026-03-09 04:00:00"),  # 9 March
    )
    await an_assignment(
        officer,
        red2,
        102,
        "AAA123",
        utc("2026-03-08 05:00:00"),
        utc("2026-03-09 03:59:30"),
    )
    await an_assignment(
        officer,
        blue,
        103,
        "B0O777",
        utc("2026-11-02 04:59:30"),  # 23:59:30 on 1 November, which has 25 hours
        utc("2026-11-02 05:00:00"),
        utc("2026-11-02 06:00:00"),
        utc("2026-11-02 07:00:00"),
    )
    await an_assignment(officer, red1, 104, "BBB222", utc("2026-11-01 04:00:00"))  # its first
    await an_assignment(
        officer,
        green,
        105,
        "CCC999",
        utc("2026-11-02 05:00:00"),  # midnight of 2 November
        utc("2026-11-03 05:00:00"),
        utc("2026-11-03 06:00:00"),
    )
    return {"red1": red1, "red2": red2, "blue": blue, "green": green, "spare": spare}

"""One violation with its items, boot, payments and history."""

from dataclasses import dataclass
from datetime import date, datetime

from app.reads.boots.current_label import current_label
from app.reads.violations.bill import BillLine, bill_lines
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.states import BootStatus
from app.rules.errors import Missing
from app.rules.money.fees import clock_date, is_overdue
from app.rules.violations.numbers import ticket_text
from app.rules.violations.states import OWING, ViolationStatus
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem


@dataclass(frozen=True)
class TicketBoot:
    """The boot of the ticket's open assignment; `token` is that of its current label."""

    boot_id: int
    name: str
    status: BootStatus
    overdue: bool
    released: bool
    token: str


@dataclass(frozen=True)
class OneTicket:
    """The facts of a ticket; money in cents. `lines` add up to `due_cents`."""

    violation_id: int
    vehicle_id: int
    number: str
    whole: str
    status: ViolationStatus
    overdue: bool
    under_review: bool
    disputed: bool
    plate: str
    region: str
    plate_type: str
    make: str
    colour: str
    street: str
    occurred_at: datetime
    issued_at: datetime
    issued_on: date
    officer: str
    officer_id: int
    remarks: str
    currency: str
    owner_email: str
    discount_until_on: date
    overdue_after_on: date
    lines: tuple[BillLine, ...]
    due_cents: int
    boot: TicketBoot | None

    @property
    def is_open(self) -> bool:
        """Whether money is expected for it."""
        return self.status in OWING

    @property
    def to_show_cents(self) -> int:
        """What stands below its lines; nothing is due of a void ticket."""
        return 0 if self.status is ViolationStatus.void else self.due_cents


async def one_ticket(violation_id: int, *, today: date | None, now: datetime) -> OneTicket:
    """A ticket and what it owes on `today`; None means the day it was issued (its printed face).

    Three statements. Raises `Missing`.
    """
    row = (
        await Violation.select(
            *Violation.all_columns(),
            Violation.vehicle.plate,
            Violation.vehicle.region,
            Violation.vehicle.plate_type,
            Violation.vehicle.make,
            Violation.vehicle.colour,
            Violation.officer.name,
        )
        .where(Violation.id == violation_id)
        .first()
    )
    if row is None:
        raise Missing
    items = (
        await ViolationItem.select()
        .where(ViolationItem.violation == violation_id)
        .order_by(ViolationItem.id)
    )
    counted_on = clock_date(today or row["issued_on"], row["under_review_since_on"])
    lines = bill_lines(items, row, counted_on)
    owing = row["status"] in OWING
    return OneTicket(
        violation_id=violation_id,
        vehicle_id=row["vehicle"],
        number=row["number"],
        whole=ticket_text(row["number"], row["pin"]),
        status=ViolationStatus(row["status"]),
        overdue=owing and is_overdue(row["overdue_after_on"], counted_on),
        under_review=row["under_review"],
        disputed=owing and row["disputed_at"] is not None,
        plate=row["vehicle.plate"],
        region=row["vehicle.region"],
        plate_type=row["vehicle.plate_type"],
        make=row["vehicle.make"],
        colour=row["vehicle.colour"],
        street=row["place"],
        occurred_at=row["happened_at"],
        issued_at=row["issued_at"],
        issued_on=row["issued_on"],
        officer=row["officer.name"],
        officer_id=row["officer"],
        remarks=row["remarks"],
        currency=row["currency"],
        owner_email=row["owner_email"],
        discount_until_on=row["discount_until_on"],
        overdue_after_on=row["overdue_after_on"],
        lines=lines,
        due_cents=sum(line.amount_cents for line in lines if not line.void),
        boot=await _boot(violation_id, now),
    )


async def _boot(violation_id: int, now: datetime) -> TicketBoot | None:
    row = (
        await BootAssignment.select(
            BootAssignment.boot,
            BootAssignment.boot.name,
            BootAssignment.boot.status,
            BootAssignment.released_at,
            BootAssignment.return_due_at,
            BootAssignment.reported_returned_at,
        )
        .where(BootAssignment.violation == violation_id, BootAssignment.closed_at.is_null())
        .first()
    )
    if row is None:
        return None
    label = await current_label(row["boot"])
    status = BootStatus(row["boot.status"])
    return TicketBoot(
        boot_id=row["boot"],
        name=row["boot.name"],
        status=status,
        overdue=is_boot_overdue(status, row["return_due_at"], row["reported_returned_at"], now),
        released=row["released_at"] is not None,
        token=label.token if label else "",
    )

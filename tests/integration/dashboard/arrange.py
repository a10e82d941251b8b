"""Boots in the states that the board tells apart, put there without the long way round."""

import itertools
from datetime import UTC, datetime, timedelta

from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation import Violation
from tests.factories import a_boot, a_violation

_numbers = itertools.count(1)


async def issued(name: str, plate: str = "") -> int:
    """A boot on a vehicle; returns its id. Universal Boot must be on."""
    boot_id = await a_boot(name)
    await a_violation(plate=plate or f"CAR {next(_numbers)}", boot_id=boot_id)
    return boot_id


async def released(name: str, due_in: timedelta = timedelta(hours=24), plate: str = "") -> int:
    """A boot whose code is out and that is due back after `due_in`."""
    boot_id = await issued(name, plate)
    at = datetime.now(UTC)
    await Boot.update({Boot.status: "released"}).where(Boot.id == boot_id)
    await BootAssignment.update(
        {BootAssignment.released_at: at, BootAssignment.return_due_at: at + due_in}
    ).where(BootAssignment.boot == boot_id)
    return boot_id


async def returned(name: str) -> int:
    """A boot that is back and not available yet."""
    boot_id = await released(name)
    await Boot.update({Boot.status: "returned"}).where(Boot.id == boot_id)
    await BootAssignment.update({BootAssignment.returned_at: datetime.now(UTC)}).where(
        BootAssignment.boot == boot_id
    )
    return boot_id


async def case_of(boot_id: int) -> tuple[int, int]:
    """Assignment and violation of the boot's open case."""
    row = (
        await BootAssignment.select(BootAssignment.id, BootAssignment.violation)
        .where(BootAssignment.boot == boot_id, BootAssignment.closed_at.is_null())
        .first()
    )
    assert row is not None
    return row["id"], row["violation"]


async def a_payment(boot_id: int, deposit_status: str) -> int:
    """A settled payment that pays the booted violation; returns its id."""
    assignment_id, violation_id = await case_of(boot_id)
    at = datetime.now(UTC)
    n = next(_numbers)
    made = await Payment.insert(
        Payment(
            reference=f"P-{n}",
            method="card",
            status="settled",
            amount_cents=165_00,
            deposit_cents=120_00,
            deposit_status=deposit_status,
            currency="CAD",
            boot_assignment=assignment_id,
            started_at=at,
            expires_at=at,
            settled_at=at,
        )
    ).returning(Payment.id)
    payment_id = int(made[0]["id"])
    await PaymentLine.insert(
        PaymentLine(
            payment=payment_id,
            violation=violation_id,
            fine_cents=45_00,
            deposit_cents=120_00,
            due_cents=165_00,
            kept=True,
        )
    )
    return payment_id


async def a_letter(boot_id: int, status: str, *, payment_id: int | None = None) -> None:
    """A release letter about the boot's case, linked by its payment alone if one is given."""
    assignment_id, _ = await case_of(boot_id)
    await Mail.insert(
        Mail(
            kind="release",
            recipient="driver@example.com",
            payment=payment_id,
            boot_assignment=None if payment_id else assignment_id,
            message_id=f"letter-{next(_numbers)}",
            status=status,
            queued_at=datetime.now(UTC),
        )
    )


async def many_more_like(boot_id: int, how_many: int) -> None:
    """As many copies of an issued boot with its ticket and case."""
    assignment_id, violation_id = await case_of(boot_id)
    boot = (await Boot.select().where(Boot.id == boot_id))[0]
    case = (await BootAssignment.select().where(BootAssignment.id == assignment_id))[0]
    ticket = (await Violation.select().where(Violation.id == violation_id))[0]
    for row in (boot, case, ticket):
        del row["id"]
    for n in range(how_many):
        copy = {"name": f"{boot['name']} {n}", "name_key": f"{boot['name_key']} {n}"}
        boots = await Boot.insert(Boot(**{**boot, **copy})).returning(Boot.id)
        marks = {name: f"{ticket[name]}{n}" for name in ("number", "compact", "form_key")}
        sequence = ticket["sequence"] + 1000 + n
        tickets = await Violation.insert(
            Violation(**{**ticket, **marks, "sequence": sequence})
        ).returning(Violation.id)
        ids = {"boot": boots[0]["id"], "violation": tickets[0]["id"]}
        await BootAssignment.insert(BootAssignment(**{**case, **ids}))

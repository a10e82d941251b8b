"""The same save arrives twice in the same moment: an impatient thumb, a retrying network."""

import asyncio

from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation
from tests.drills.lost_promises import forget_form_keys
from tests.drills.officer import Answer, Officer, on_patrol
from tests.drills.street import Street
from tests.drills.web_process import serving

PAIRS = 20


async def save_twice(
    officer: Officer, plate: str, offences: tuple[int, ...]
) -> tuple[Answer, Answer]:
    """One entry, filled in once and posted twice at the same moment."""
    form = await officer.open_entry(plate, offences)
    boot_id = form.boots[0][0] if form.boots else ""
    return await asyncio.gather(officer.save(form, boot_id), officer.save(form, boot_id))


async def test_the_same_save_posted_twice_at_once_makes_one_ticket(street: Street) -> None:
    await street.boots(PAIRS // 2)
    [email] = await street.officers(1)
    booted, plain = (street.fine_type, street.boot_type), (street.fine_type,)

    async with serving() as [server], on_patrol(server.url, [email]) as [officer]:
        pairs = [
            await save_twice(officer, f"TWICE {n}", plain if n % 2 else booted)
            for n in range(PAIRS)
        ]

    for first, second in pairs:
        assert (first.status, second.status) == (303, 303)
        assert first.location == second.location
    assert len({first.location for first, _ in pairs}) == PAIRS
    assert await Violation.count() == PAIRS
    assert await BootAssignment.count() == PAIRS // 2


async def test_without_unique_keys_the_same_save_makes_two_tickets(
    street: Street, app_db: str
) -> None:
    """The control: the same pair must be seen to go wrong once nothing forbids it."""
    await forget_form_keys(app_db)
    [email] = await street.officers(1)

    async with serving() as [server], on_patrol(server.url, [email]) as [officer]:
        first, second = await save_twice(officer, "TWICE", (street.fine_type,))

    assert first.location != second.location
    assert await Violation.count() == 2

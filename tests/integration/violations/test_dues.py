"""What a car owes, day by day, in one statement."""

from datetime import UTC, datetime, timedelta

from app.clock import local_day
from app.reads.violations.dues import dues_of, owing_of_vehicle
from app.rules.money.fees import Due
from app.tables.street.vehicle import Vehicle
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem
from tests.factories import a_boot, a_violation, switch

ZONE = "America/Toronto"


async def the_vehicle() -> int:
    row = await Vehicle.select(Vehicle.id).first()
    return int(row["id"]) if row else 0


async def test_paid_and_void_tickets_and_void_items_are_not_owed() -> None:
    await switch(universal_boot_enabled="true")
    booted = await a_violation(boot_id=await a_boot())
    paid = await a_violation()
    await Violation.update({Violation.status: "paid"}).where(Violation.id == paid.violation_id)
    await ViolationItem.update({ViolationItem.void_at: datetime.now(UTC)}).where(
        ViolationItem.apply_boot.eq(True)
    )
    today = local_day(datetime.now(UTC), ZONE)
    owing = await owing_of_vehicle(await the_vehicle(), today)
    assert [one.id for one in owing] == [booted.violation_id]
    assert owing[0].due == Due(fine_cents=45_00)
    assert (await dues_of([booted.violation_id], today))[booted.violation_id].due_cents == 45_00


async def test_the_late_amount_comes_the_day_after_the_last_day_to_pay() -> None:
    written = await a_violation(late_cents=15_00)
    today = local_day(datetime.now(UTC), ZONE)
    vehicle = await the_vehicle()
    last_day = (await owing_of_vehicle(vehicle, today + timedelta(days=14)))[0]
    day_after = (await owing_of_vehicle(vehicle, today + timedelta(days=15)))[0]
    assert (last_day.due.due_cents, last_day.overdue) == (45_00, False)
    assert (day_after.due.due_cents, day_after.overdue) == (60_00, True)
    assert (day_after.number, day_after.first_offence) == (written.number, "Expired meter")


async def test_the_clock_stands_still_under_review() -> None:
    await a_violation(late_cents=15_00)
    today = local_day(datetime.now(UTC), ZONE)
    await Violation.update(
        {Violation.under_review: True, Violation.under_review_since_on: today}, force=True
    )
    owing = (await owing_of_vehicle(await the_vehicle(), today + timedelta(days=90)))[0]
    assert (owing.due.due_cents, owing.overdue, owing.under_review) == (45_00, False, True)


async def test_nothing_asked_is_nothing_owed() -> None:
    assert await dues_of([], local_day(datetime.now(UTC), ZONE)) == {}

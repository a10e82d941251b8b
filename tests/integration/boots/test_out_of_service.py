"""Boots leave the shelf and come back to it (rules B9 to B11, B14)."""

import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.mark_lost import mark_lost
from app.actions.boots.put_back import put_back
from app.actions.boots.take_out import take_out
from app.actions.steps.assignments.bring_back import Return
from app.reads.assignments.check_states import check_states
from app.reads.assignments.conditions import ReturnCondition
from app.rules.boots.states import BootStatus, OutReason
from app.rules.errors import Conflict, Invalid, NotAllowed
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, switch
from tests.integration.assignments.booted import (
    assignment,
    booted,
    deposit_of,
    paid_and_released,
    status_of,
)

REPAIR = OutReason.maintenance


async def out_reason(boot_id: int) -> str:
    row = await Boot.select(Boot.out_reason).where(Boot.id == boot_id).first()
    return str(row["out_reason"] if row else "")


async def test_a_boot_goes_to_repair_and_comes_back(bells: RecordingBells) -> None:
    boot_id, office = await a_boot(), await a_staff(Role.office)
    await take_out(office, bells, boot_id, out_reason=REPAIR, reason="rusty")
    assert await status_of(boot_id) is BootStatus.out_of_service
    assert await out_reason(boot_id) == "maintenance"
    await put_back(office, bells, boot_id)
    assert await status_of(boot_id) is BootStatus.available
    assert await out_reason(boot_id) == ""


async def test_taking_out_a_returned_boot_closes_its_case(bells: RecordingBells) -> None:
    case, payment = await paid_and_released()
    office = await a_staff(Role.office)
    await mark_returned(office, bells, case.assignment_id, Return(ReturnCondition.good))
    await take_out(office, bells, case.boot_id, out_reason=REPAIR, reason="rusty")
    row = await assignment(case)
    assert row["close_reason"] == "take_out"
    assert await deposit_of(payment) == "due"
    assert await check_states() == ()


async def test_a_boot_on_a_car_is_not_taken_out(bells: RecordingBells) -> None:
    case = await booted()
    with pytest.raises(Conflict) as refusal:
        await take_out(
            await a_staff(Role.office), bells, case.boot_id, out_reason=REPAIR, reason="rusty"
        )
    assert "issued" in refusal.value.message
    assert (await assignment(case))["closed_at"] is None


async def test_retiring_and_its_reverse_are_for_administrators(bells: RecordingBells) -> None:
    boot_id = await a_boot()
    office, admin = await a_staff(Role.office), await a_staff(Role.admin)
    with pytest.raises(NotAllowed):
        await take_out(office, bells, boot_id, out_reason=OutReason.retired, reason="old")
    await take_out(admin, bells, boot_id, out_reason=OutReason.retired, reason="old")
    with pytest.raises(NotAllowed):
        await put_back(office, bells, boot_id)
    assert await out_reason(boot_id) == "retired"
    await put_back(admin, bells, boot_id)
    assert await status_of(boot_id) is BootStatus.available


async def test_lost_is_no_reason_to_take_out(bells: RecordingBells) -> None:
    boot_id = await a_boot()
    with pytest.raises(Invalid):
        await take_out(
            await a_staff(Role.admin), bells, boot_id, out_reason=OutReason.lost, reason="gone"
        )


async def test_a_retired_name_may_be_used_again_but_not_twice(bells: RecordingBells) -> None:
    admin = await a_staff(Role.admin)
    old = await a_boot("Red Boot 01")
    await take_out(admin, bells, old, out_reason=OutReason.retired, reason="old")
    await a_boot("red boot 01")
    with pytest.raises(Conflict) as refusal:
        await put_back(admin, bells, old)
    assert "name" in refusal.value.message
    assert await status_of(old) is BootStatus.out_of_service


async def test_a_lost_boot_closes_its_case_and_leaves_the_deposit_to_a_decision(
    bells: RecordingBells,
) -> None:
    case, payment = await paid_and_released()
    await mark_lost(await a_staff(Role.office), bells, case.assignment_id, reason="stolen")
    assert await status_of(case.boot_id) is BootStatus.out_of_service
    assert await out_reason(case.boot_id) == "lost"
    assert (await assignment(case))["close_reason"] == "mark_lost"
    assert await deposit_of(payment) == "due"
    assert await check_states() == ()


async def test_a_found_boot_whose_code_is_known_needs_a_new_one(bells: RecordingBells) -> None:
    await switch(new_code_needed="true")
    case, _ = await paid_and_released()
    office = await a_staff(Role.office)
    await mark_lost(office, bells, case.assignment_id, reason="stolen")
    with pytest.raises(Conflict):
        await put_back(office, bells, case.boot_id)
    assert await status_of(case.boot_id) is BootStatus.out_of_service


@pytest.mark.parametrize("reason", ["  ", "x" * 201])
async def test_a_boot_is_not_taken_out_without_a_reason_that_fits(
    bells: RecordingBells, reason: str
) -> None:
    boot_id, office = await a_boot(), await a_staff(Role.office)
    with pytest.raises(Invalid) as refusal:
        await take_out(office, bells, boot_id, out_reason=REPAIR, reason=reason)
    assert set(refusal.value.fields) == {"reason"}
    assert await status_of(boot_id) is BootStatus.available

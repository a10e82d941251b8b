"""A returned boot goes back on the shelf, or not while its code is known (rules B8, C2)."""

import asyncio

import pytest

from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.release_codes.record_code import record_code
from app.actions.steps.assignments.bring_back import Return
from app.gateways.vault import Vault
from app.reads.assignments.check_states import check_states
from app.reads.assignments.conditions import ReturnCondition
from app.rules.boots.states import BootStatus
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Role
from app.settings import load_settings
from app.tables.boots.boot import Boot
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, switch
from tests.integration.assignments.booted import Booted, assignment, paid_and_released, status_of


async def returned(bells: RecordingBells) -> Booted:
    case, _ = await paid_and_released()
    back = Return(ReturnCondition.good)
    await mark_returned(await a_staff(), bells, case.assignment_id, back)
    return case


async def test_an_available_boot_can_be_issued_again(bells: RecordingBells) -> None:
    case = await returned(bells)
    await make_available(await a_staff(Role.office), bells, case.assignment_id)
    row = await assignment(case)
    assert await status_of(case.boot_id) is BootStatus.available
    assert row["closed_at"] is not None
    assert row["close_reason"] == "make_available"
    again = await a_violation(boot_id=case.boot_id, plate="NEXT 1")
    assert again.assignment_id is not None
    assert await check_states() == ()


async def test_a_known_code_keeps_the_boot_off_the_shelf_until_it_is_changed(
    bells: RecordingBells,
) -> None:
    await switch(new_code_needed="true")
    case = await returned(bells)
    office = await a_staff(Role.office)
    vault = Vault(load_settings().seal_keys)
    with pytest.raises(Conflict) as refusal:
        await make_available(office, bells, case.assignment_id)
    assert "new release code" in refusal.value.message
    assert await status_of(case.boot_id) is BootStatus.returned
    with pytest.raises(Invalid) as same:
        await record_code(office, bells, vault, case.boot_id, code="47-11", confirmed=False)
    assert list(same.value.fields) == ["code"]
    await record_code(office, bells, vault, case.boot_id, code="88-22", confirmed=False)
    await make_available(office, bells, case.assignment_id)
    assert await status_of(case.boot_id) is BootStatus.available


async def test_of_two_clicks_at_once_one_wins(bells: RecordingBells) -> None:
    case = await returned(bells)
    office = await a_staff(Role.office)
    ends = await asyncio.gather(
        *(make_available(office, bells, case.assignment_id) for _ in range(5)),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict"] * 4 + ["NoneType"]


async def test_the_checker_sees_a_status_that_nobody_moved(bells: RecordingBells) -> None:
    case = await returned(bells)
    await Boot.update({Boot.status: BootStatus.available.value}).where(Boot.id == case.boot_id)
    found = await check_states()
    assert [(one.boot_id, one.status, one.expected) for one in found] == [
        (case.boot_id, BootStatus.available, BootStatus.returned)
    ]

"""A boot comes back, and the return can be taken back (rules B6, B7, D2, D10)."""

import pytest

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.mark_returned import mark_returned
from app.actions.assignments.remove_by_staff import remove_by_staff
from app.actions.assignments.undo_return import undo_return
from app.actions.steps.assignments.bring_back import Return
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.work import work
from app.clock import now
from app.reads.assignments.check_states import check_states
from app.reads.assignments.conditions import ReturnCondition
from app.rules.boots.release import DebtChoice, ReleaseBasis
from app.rules.boots.states import BootStatus
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot import Boot
from app.tables.boots.drop_off import DropOff
from app.tables.effects.mail import Mail
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem
from tests.conftest import RecordingBells
from tests.factories import a_staff
from tests.integration.assignments.booted import (
    Booted,
    a_checkout,
    assignment,
    booted,
    deposit_of,
    paid_and_released,
    pay,
    promised,
    status_of,
    verbs_of,
)

GOOD = Return(ReturnCondition.good)
STAYS = Permit(ReleaseBasis.authorised, "neighbour called", DebtChoice.stays)


async def items_that_count(case: Booted) -> list[str]:
    rows = (
        await ViolationItem.select(ViolationItem.description)
        .where(ViolationItem.violation == case.violation_id, ViolationItem.void_at.is_null())
        .order_by(ViolationItem.id)
    )
    return [row["description"] for row in rows]


async def ticket_status(case: Booted) -> str:
    row = await Violation.select(Violation.status).where(Violation.id == case.violation_id).first()
    return str(row["status"] if row else "")


async def released_unpaid(bells: RecordingBells, *, fine_cents: int = 45_00) -> Booted:
    case = await booted(fine_cents=fine_cents)
    await authorise_release(await a_staff(Role.office), bells, case.assignment_id, STAYS)
    return case


async def test_a_returned_boot_makes_its_deposit_due(bells: RecordingBells) -> None:
    case, payment = await paid_and_released()
    place = await DropOff.insert(DropOff(name="Depot", address="2 Mill Lane")).returning(DropOff.id)
    officer = await a_staff(Role.officer)
    assert await deposit_of(payment) == "held"
    back = Return(ReturnCondition.damaged, "lock is bent", place[0]["id"])
    await mark_returned(officer, bells, case.assignment_id, back)
    row = await assignment(case)
    assert await status_of(case.boot_id) is BootStatus.returned
    assert await deposit_of(payment) == "due"
    assert row["return_condition"] == "damaged: lock is bent"
    assert row["return_place"] == place[0]["id"]
    assert row["returned_by"] == officer.staff_id
    assert row["closed_at"] is None
    assert await check_states() == ()


async def test_a_paid_ticket_keeps_its_deposit_item(bells: RecordingBells) -> None:
    case, _ = await paid_and_released()
    await mark_returned(await a_staff(), bells, case.assignment_id, GOOD)
    assert await items_that_count(case) == ["Expired meter", "Boot applied"]


async def test_one_payment_for_two_boots_waits_for_both(bells: RecordingBells) -> None:
    first, second = await booted(), await booted()
    payment = await a_checkout(first, second)
    await pay(payment)
    officer = await a_staff()
    await mark_returned(officer, bells, first.assignment_id, GOOD)
    assert await deposit_of(payment) == "held"
    await mark_returned(officer, bells, second.assignment_id, GOOD)
    assert await deposit_of(payment) == "due"


async def test_nobody_buys_a_deposit_for_a_boot_in_the_store(bells: RecordingBells) -> None:
    case = await released_unpaid(bells)
    checkout = await a_checkout(case)
    await mark_returned(await a_staff(), bells, case.assignment_id, GOOD)
    assert await items_that_count(case) == ["Expired meter"]
    assert await ticket_status(case) == "unpaid"
    assert await promised("expire_checkout") == [checkout]


async def test_a_ticket_for_the_boot_alone_is_void_once_it_is_back(bells: RecordingBells) -> None:
    case = await released_unpaid(bells)
    await ViolationItem.update({ViolationItem.void_at: now()}).where(
        ViolationItem.violation == case.violation_id, ViolationItem.apply_boot.eq(False)
    )
    await mark_returned(await a_staff(), bells, case.assignment_id, GOOD)
    assert await ticket_status(case) == "void"


@pytest.mark.parametrize("verb", ["twice", "before release"])
async def test_only_a_released_boot_is_marked_returned(verb: str, bells: RecordingBells) -> None:
    case = await booted() if verb == "before release" else await released_unpaid(bells)
    if verb == "twice":
        await mark_returned(await a_staff(), bells, case.assignment_id, GOOD)
    with pytest.raises(Conflict):
        await mark_returned(await a_staff(), bells, case.assignment_id, GOOD)


async def test_an_unknown_case_or_place_is_refused(bells: RecordingBells) -> None:
    case = await released_unpaid(bells)
    with pytest.raises(Missing):
        await mark_returned(await a_staff(), bells, 9999, GOOD)
    with pytest.raises(Invalid) as refusal:
        await mark_returned(
            await a_staff(), bells, case.assignment_id, Return(ReturnCondition.good, "", 9999)
        )
    assert list(refusal.value.fields) == ["place"]
    assert await status_of(case.boot_id) is BootStatus.released


async def test_staff_removing_a_boot_is_release_and_return_in_the_history(
    bells: RecordingBells,
) -> None:
    case = await booted()
    office = await a_staff(Role.office)
    await remove_by_staff(office, bells, case.assignment_id, STAYS, GOOD)
    row = await assignment(case)
    assert await status_of(case.boot_id) is BootStatus.returned
    assert row["released_at"] == row["returned_at"]
    assert row["release_basis"] == "authorised"
    history = await verbs_of("boot_assignment", case.assignment_id)
    assert history[-2:] == ["release_boot", "mark_returned"]
    assert await items_that_count(case) == ["Expired meter"]
    assert await check_states() == ()


async def test_staff_removing_a_boot_disclose_no_code(bells: RecordingBells) -> None:
    case = await booted()
    await remove_by_staff(await a_staff(Role.office), bells, case.assignment_id, STAYS, GOOD)
    boot = await Boot.select(Boot.code_disclosed_at).where(Boot.id == case.boot_id).first()
    assert boot == {"code_disclosed_at": None}
    assert await Mail.count() == 0


async def test_a_refused_removal_leaves_no_half_of_it(bells: RecordingBells) -> None:
    case = await booted()
    with pytest.raises(Invalid):
        await remove_by_staff(
            await a_staff(Role.office),
            bells,
            case.assignment_id,
            STAYS,
            Return(ReturnCondition.good, "", 9999),
        )
    row = await assignment(case)
    assert await status_of(case.boot_id) is BootStatus.issued
    assert row["released_at"] is None
    assert "release_boot" not in await verbs_of("boot_assignment", case.assignment_id)


async def test_undoing_a_return_holds_the_deposit_again(bells: RecordingBells) -> None:
    case, payment = await paid_and_released()
    office = await a_staff(Role.office)
    await mark_returned(office, bells, case.assignment_id, GOOD)
    await undo_return(office, bells, case.assignment_id, reason="wrong boot")
    row = await assignment(case)
    assert await status_of(case.boot_id) is BootStatus.released
    assert await deposit_of(payment) == "held"
    assert row["returned_at"] is None
    assert row["return_condition"] == ""
    assert await check_states() == ()


async def test_undoing_a_return_brings_the_deposit_item_back(bells: RecordingBells) -> None:
    case = await released_unpaid(bells)
    office = await a_staff(Role.office)
    await mark_returned(office, bells, case.assignment_id, GOOD)
    await undo_return(office, bells, case.assignment_id, reason="wrong boot")
    assert await items_that_count(case) == ["Expired meter", "Boot applied"]


async def test_a_return_stands_once_its_refund_has_started(bells: RecordingBells) -> None:
    case, payment = await paid_and_released()
    office = await a_staff(Role.office)
    await mark_returned(office, bells, case.assignment_id, GOOD)
    async with work(SYSTEM, bells) as doing:
        await want_refund(doing, payment, "deposit", 120_00)
    with pytest.raises(Conflict) as refusal:
        await undo_return(office, bells, case.assignment_id, reason="wrong boot")
    assert "refund" in refusal.value.message
    assert await status_of(case.boot_id) is BootStatus.returned
    assert await deposit_of(payment) == "due"

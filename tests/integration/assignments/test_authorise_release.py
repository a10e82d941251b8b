"""The office lets a boot go on another basis than payment (rules R6, R7)."""

from datetime import date

import pytest

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.make_available import make_available
from app.actions.assignments.remove_by_staff import remove_by_staff
from app.actions.steps.assignments.bring_back import Return
from app.reads.assignments.check_states import check_states
from app.reads.assignments.conditions import ReturnCondition
from app.rules.boots.release import DebtChoice, ReleaseBasis
from app.rules.boots.states import BootStatus
from app.rules.errors import Conflict, Invalid
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, switch
from tests.integration.assignments.booted import (
    a_checkout,
    assignment,
    booted,
    pay,
    promised,
    status_of,
    verbs_of,
)

HEARING = Permit(ReleaseBasis.hearing, "decided today", DebtChoice.stays, "dana@example.com")


async def ticket_status(violation_id: int) -> str:
    row = await Violation.select(Violation.status).where(Violation.id == violation_id).first()
    return str(row["status"] if row else "")


async def test_a_hearing_releases_the_boot_and_the_debt_stays(bells: RecordingBells) -> None:
    case = await booted()
    office = await a_staff(Role.office)
    await authorise_release(office, bells, case.assignment_id, HEARING)
    row = await assignment(case)
    assert await status_of(case.boot_id) is BootStatus.released
    assert row["release_basis"] == "hearing"
    assert row["release_reason"] == "decided today"
    assert row["released_by"] == office.staff_id
    assert row["return_due_at"] is not None
    assert await ticket_status(case.violation_id) == "unpaid"
    mails = await Mail.select(Mail.kind, Mail.recipient)
    assert mails == [{"kind": "release", "recipient": "dana@example.com"}]
    assert "decide_debt" in await verbs_of("violation", case.violation_id)
    assert await check_states() == ()
    assert bells.hinted
    assert case.boot_id in bells.hinted[-1]


async def test_without_an_email_no_mail_is_written_but_the_code_counts_as_disclosed(
    bells: RecordingBells,
) -> None:
    case = await booted()
    permit = Permit(ReleaseBasis.emergency, "ambulance", DebtChoice.stays)
    await authorise_release(await a_staff(Role.office), bells, case.assignment_id, permit)
    boot = await Boot.select(Boot.code_disclosed_at).where(Boot.id == case.boot_id).first()
    assert boot is not None
    assert boot["code_disclosed_at"] is not None
    assert await Mail.count() == 0


@pytest.mark.parametrize("basis", [ReleaseBasis.wrong_vehicle, ReleaseBasis.device_fault])
async def test_a_mistake_of_ours_is_always_waived(
    basis: ReleaseBasis, bells: RecordingBells
) -> None:
    case = await booted()
    permit = Permit(basis, "our mistake", DebtChoice.stays)
    await authorise_release(await a_staff(Role.office), bells, case.assignment_id, permit)
    assert await ticket_status(case.violation_id) == "void"
    assert "void_violation" in await verbs_of("violation", case.violation_id)


async def test_waiving_closes_open_checkouts_and_cancels_the_promise(
    bells: RecordingBells,
) -> None:
    case = await booted()
    open_checkout = await a_checkout(case)
    promise = await a_checkout(case, status=PaymentStatus.promised)
    permit = Permit(ReleaseBasis.hearing, "lost the appeal", DebtChoice.waived)
    await authorise_release(await a_staff(Role.office), bells, case.assignment_id, permit)
    assert await promised("expire_checkout") == [open_checkout]
    row = await Payment.select(Payment.status).where(Payment.id == promise).first()
    assert row == {"status": "cancelled"}


async def test_a_waived_ticket_frees_the_second_boot_that_waited_for_it(
    bells: RecordingBells,
) -> None:
    """Rule R1 is asked after every void: the other boot's own ticket is paid already."""
    await switch(require_overdue_paid="true")
    waits = await booted()
    other = await booted()
    payment = await a_checkout(waits)
    await Violation.update({Violation.overdue_after_on: date(2020, 1, 1)}).where(
        Violation.id == other.violation_id
    )
    await pay(payment)
    assert await status_of(waits.boot_id) is BootStatus.issued
    permit = Permit(ReleaseBasis.wrong_vehicle, "not his car", None)
    await authorise_release(await a_staff(Role.office), bells, other.assignment_id, permit)
    assert await status_of(waits.boot_id) is BootStatus.released


async def test_a_released_boot_is_not_released_again(bells: RecordingBells) -> None:
    case = await booted()
    office = await a_staff(Role.office)
    await authorise_release(office, bells, case.assignment_id, HEARING)
    with pytest.raises(Conflict) as refusal:
        await authorise_release(office, bells, case.assignment_id, HEARING)
    assert "released now" in refusal.value.message
    assert await Mail.count() == 1


@pytest.mark.parametrize(
    ("permit", "field"),
    [
        (Permit(ReleaseBasis.hearing, "why", None), "debt"),
        (Permit(ReleaseBasis.paid, "why", DebtChoice.stays), "basis"),
        (Permit(ReleaseBasis.hearing, "", DebtChoice.stays), "reason"),
        (Permit(ReleaseBasis.hearing, "why", DebtChoice.stays, "dana@"), "email"),
    ],
)
async def test_a_release_without_an_answer_changes_nothing(
    permit: Permit, field: str, bells: RecordingBells
) -> None:
    case = await booted()
    with pytest.raises(Invalid) as refusal:
        await authorise_release(await a_staff(Role.office), bells, case.assignment_id, permit)
    assert list(refusal.value.fields) == [field]
    assert await status_of(case.boot_id) is BootStatus.issued


async def test_the_boot_of_a_later_case_is_left_alone(bells: RecordingBells) -> None:
    """A page left open since the boot's last car must not release it from the next one."""
    case = await booted()
    office = await a_staff(Role.office)
    await remove_by_staff(office, bells, case.assignment_id, HEARING, Return(ReturnCondition.good))
    await make_available(office, bells, case.assignment_id)
    again = await a_violation(boot_id=case.boot_id, plate="OTHER 1")
    assert again.assignment_id is not None
    with pytest.raises(Conflict):
        await authorise_release(office, bells, case.assignment_id, HEARING)
    assert await status_of(case.boot_id) is BootStatus.issued

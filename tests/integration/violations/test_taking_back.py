"""Never applied and void: what is taken back, by whom, and what follows."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.steps.assignments.bring_back import Return
from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.actions.violations.void_violation import void_violation
from app.actions.violations.write_violation import write_violation
from app.reads.assignments.conditions import ReturnCondition
from app.rules.errors import Conflict, Invalid, Missing, NotAllowed
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.outbox import Outbox
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, a_violation, switch
from tests.integration.assignments.booted import a_checkout, booted, deposit_of, pay
from tests.integration.violations.arrange import an_entry, boots_on, open_cases, status_of


async def a_payment(violation_id: int, *, settled: bool, deposit_cents: int = 120_00) -> int:
    """A card payment of one ticket, as the payment actions leave it."""
    at = datetime.now(UTC)
    rows = await Payment.insert(
        Payment(
            reference=secrets.token_hex(8),
            method="card",
            provider="sandbox",
            provider_ref=secrets.token_hex(8),
            status="settled" if settled else "started",
            email="driver@example.com",
            amount_cents=165_00,
            captured_cents=165_00 if settled else 0,
            deposit_cents=deposit_cents,
            deposit_status="held" if settled else "none",
            currency="CAD",
            started_at=at,
            expires_at=at + timedelta(minutes=30),
        )
    ).returning(Payment.id)
    payment_id = int(rows[0]["id"])
    await PaymentLine.insert(
        PaymentLine(
            payment=payment_id,
            violation=violation_id,
            fine_cents=165_00,
            deposit_cents=deposit_cents,
            due_cents=165_00,
            kept=settled,
        )
    )
    if settled:
        await Violation.update({Violation.status: "paid"}).where(Violation.id == violation_id)
    return payment_id


async def state_of(violation_id: int) -> str:
    """A ticket's status as stored."""
    row = await Violation.select(Violation.status).where(Violation.id == violation_id).first()
    return str(row["status"]) if row else ""


async def test_never_applied_frees_the_boot_and_takes_its_charge_off_the_ticket(
    bells: RecordingBells,
) -> None:
    await switch(universal_boot_enabled="true")
    officer, boot_id = await a_staff(), await a_boot()
    written = await a_violation(officer=officer, boot_id=boot_id)
    assert written.assignment_id is not None
    await cancel_never_applied(officer, bells, written.assignment_id)
    assert await status_of(boot_id) == "available"
    assert await open_cases(boot_id) == 0
    assert await state_of(written.violation_id) == "unpaid"
    items = await ViolationItem.select().where(ViolationItem.violation == written.violation_id)
    assert {item["apply_boot"]: item["void_at"] is not None for item in items} == {
        True: True,
        False: False,
    }
    case = await BootAssignment.select().first()
    assert case is not None
    assert case["close_reason"] == "cancel_never_applied"
    assert bells.hinted[-1].keys() == {boot_id}


async def test_a_ticket_with_nothing_but_the_boot_becomes_void(bells: RecordingBells) -> None:
    _, booting = await boots_on()
    officer = await a_staff()
    written = await write_violation(officer, bells, an_entry((booting,), boot_id=await a_boot()))
    assert written.assignment_id is not None
    await cancel_never_applied(officer, bells, written.assignment_id)
    assert await state_of(written.violation_id) == "void"


async def test_open_checkouts_of_a_boot_never_applied_are_expired(bells: RecordingBells) -> None:
    await switch(universal_boot_enabled="true")
    officer = await a_staff()
    written = await a_violation(officer=officer, boot_id=await a_boot())
    assert written.assignment_id is not None
    payment_id = await a_payment(written.violation_id, settled=False)
    await cancel_never_applied(officer, bells, written.assignment_id)
    assert await Outbox.exists().where(
        Outbox.kind == "expire_checkout", Outbox.subject_id == payment_id
    )


async def test_a_deposit_paid_for_a_boot_never_applied_goes_back(bells: RecordingBells) -> None:
    await switch(universal_boot_enabled="true")
    officer = await a_staff()
    written = await a_violation(officer=officer, boot_id=await a_boot())
    assert written.assignment_id is not None
    payment_id = await a_payment(written.violation_id, settled=True)
    await cancel_never_applied(officer, bells, written.assignment_id)
    refund = await Refund.select().first()
    assert refund is not None
    assert (refund["payment"], refund["amount_cents"]) == (payment_id, 120_00)
    payment = await Payment.select(Payment.deposit_status).first()
    assert payment == {"deposit_status": "refunded"}
    entry = await LedgerEntry.select(LedgerEntry.debit, LedgerEntry.amount_cents).first()
    assert entry == {"debit": "deposits", "amount_cents": 120_00}
    assert await state_of(written.violation_id) == "paid"


async def test_an_officer_takes_back_only_an_own_entry_of_the_last_minutes(
    bells: RecordingBells,
) -> None:
    await switch(universal_boot_enabled="true")
    officer, boot_id = await a_staff(), await a_boot()
    written = await a_violation(officer=officer, boot_id=boot_id)
    assert written.assignment_id is not None
    with pytest.raises(NotAllowed):
        await cancel_never_applied(await a_staff(), bells, written.assignment_id)
    old = datetime.now(UTC) - timedelta(minutes=16)
    await BootAssignment.update({BootAssignment.issued_at: old}, force=True)
    with pytest.raises(NotAllowed):
        await cancel_never_applied(officer, bells, written.assignment_id)
    assert await status_of(boot_id) == "issued"
    await cancel_never_applied(await a_staff(Role.office), bells, written.assignment_id)
    assert await status_of(boot_id) == "available"


async def test_a_case_is_taken_back_once(bells: RecordingBells) -> None:
    await switch(universal_boot_enabled="true")
    officer = await a_staff()
    written = await a_violation(officer=officer, boot_id=await a_boot())
    assert written.assignment_id is not None
    await cancel_never_applied(officer, bells, written.assignment_id)
    with pytest.raises(Conflict):
        await cancel_never_applied(officer, bells, written.assignment_id)


async def test_a_ticket_whose_boot_is_on_the_car_cannot_be_void(bells: RecordingBells) -> None:
    await switch(universal_boot_enabled="true")
    written = await a_violation(boot_id=await a_boot())
    with pytest.raises(Conflict):
        await void_violation(await a_staff(Role.office), bells, written.violation_id, "mistake")
    assert await state_of(written.violation_id) == "unpaid"


async def test_a_paid_ticket_is_never_void(bells: RecordingBells) -> None:
    written = await a_violation()
    await Violation.update({Violation.status: "paid"}, force=True)
    with pytest.raises(Conflict):
        await void_violation(await a_staff(Role.office), bells, written.violation_id, "mistake")


async def test_void_asks_for_a_reason_and_an_existing_ticket(bells: RecordingBells) -> None:
    written, office = await a_violation(), await a_staff(Role.office)
    for reason in ("  ", "x" * 201):
        with pytest.raises(Invalid) as refusal:
            await void_violation(office, bells, written.violation_id, reason)
        assert refusal.value.fields.keys() == {"reason"}
    with pytest.raises(Missing):
        await void_violation(office, bells, 999_999, "mistake")
    assert await state_of(written.violation_id) == "unpaid"


async def test_voiding_the_last_required_ticket_releases_the_boot(bells: RecordingBells) -> None:
    await switch(universal_boot_enabled="true", require_overdue_paid="true")
    office, boot_id = await a_staff(Role.office), await a_boot()
    overdue = await a_violation(issued_at=datetime.now(UTC) - timedelta(days=40))
    booted = await a_violation(boot_id=boot_id)
    await a_payment(booted.violation_id, settled=True)
    assert await status_of(boot_id) == "issued"
    await void_violation(office, bells, overdue.violation_id, "Meter was broken")
    assert await status_of(boot_id) == "released"
    ticket = await Violation.select().where(Violation.id == overdue.violation_id).first()
    assert ticket is not None
    assert (ticket["status"], ticket["void_reason"]) == ("void", "Meter was broken")


async def test_a_boot_that_is_back_does_not_wait_for_one_that_was_never_applied(
    bells: RecordingBells,
) -> None:
    first, second = await booted(plate="TWO 1"), await booted(plate="TWO 1")
    payment_id = await a_checkout(first, second)
    await pay(payment_id)
    # The second boot's code was never handed out: it counts as not released yet.
    await Boot.update({Boot.status: "issued"}).where(Boot.id == second.boot_id)
    office = await a_staff(Role.office)
    await mark_returned(office, bells, first.assignment_id, Return(ReturnCondition.good))
    assert await deposit_of(payment_id) == "held"
    await cancel_never_applied(office, bells, second.assignment_id)
    assert await deposit_of(payment_id) == "due"
    assert await Refund.select(Refund.amount_cents) == [{"amount_cents": 120_00}]

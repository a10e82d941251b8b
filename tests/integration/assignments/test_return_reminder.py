"""The driver is reminded of the return: once, in time, and only while the boot is out (rule D9)."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.mark_returned import mark_returned
from app.actions.assignments.remind_return import remind_return
from app.actions.assignments.undo_return import undo_return
from app.actions.boots.mark_lost import mark_lost
from app.actions.outbox.lease_due import lease_due
from app.actions.outbox.send_mail import send_mail
from app.actions.payments.change_email import change_email
from app.gateways.mail.letters import ReleaseLetter, ReturnReminderLetter
from app.gateways.mail.postman import MailDelayed
from app.reads.books.check import check
from app.reads.dashboard.failed_mail import failed_mail
from app.reads.mails.one_mail import OVER, one_mail
from app.rules.boots.release import DebtChoice, ReleaseBasis
from app.rules.errors import NeverWill
from app.rules.outbox.effects import Effect
from app.rules.people.access import Role
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.outbox import Outbox
from app.tables.money.payment import Payment
from app.tables.records.audit_event import AuditEvent
from tests.conftest import RecordingBells
from tests.factories import a_staff, switch
from tests.integration.assignments.reminded import (
    GOOD,
    HOUR,
    MINUTE,
    SOON,
    START,
    case,
    clock,
    keep,
    reminders,
    times,
)
from tests.integration.outbox.test_send_mail import PretendPostman, desk
from tests.integration.payments.conftest import Kerb, booted

__all__ = ["case", "clock"]


async def test_the_reminder_goes_out_four_hours_before_the_deadline(case: Kerb, clock: Any) -> None:
    clock.move_to(START + 20 * HOUR - MINUTE)
    await keep(case, PretendPostman())
    assert await reminders() == []
    clock.move_to(START + 20 * HOUR + SOON)
    postman = PretendPostman()
    await keep(case, postman)
    [(letter, to, mark)] = postman.sent
    assert isinstance(letter, ReturnReminderLetter)
    assert (to, mark) == (
        "dana@example.com",
        f"<return-reminder-{case.assignment_id}@example.com>",
    )
    assert letter.return_due_at == START + SOON + 24 * HOUR
    assert letter.deposit_cents == 120_00
    assert "47-11" not in str(vars(letter))
    assert await AuditEvent.count().where(AuditEvent.verb == "remind_return") == 1
    assert not [one for one in await check() if one.name == "return_reminded"]


async def test_it_is_sent_once_whatever_is_tried_again(case: Kerb, clock: Any) -> None:
    clock.move_to(START + 21 * HOUR)
    await asyncio.gather(*(remind_return(case.bells, case.assignment_id) for _ in range(4)))
    await remind_return(case.bells, case.assignment_id)
    await keep(case, PretendPostman())
    await keep(case, PretendPostman())
    assert [one["status"] for one in await reminders()] == ["sent"]


async def test_a_worker_killed_before_it_said_done_reminds_once(case: Kerb, clock: Any) -> None:
    clock.move_to(START + 21 * HOUR)
    [promise] = await lease_due("mail", 20)
    assert promise.effect is Effect.REMIND_RETURN
    await remind_return(case.bells, promise.subject_id)  # and the process dies here
    clock.move_to(START + 21 * HOUR + 2 * MINUTE)  # its lease has run out
    postman = PretendPostman()
    await keep(case, postman)
    assert len(postman.sent) == 1
    assert await Outbox.count().where(Outbox.done_at.is_null(), Outbox.kind == "remind_return") == 0


@pytest.mark.parametrize("ended", ["returned", "reported", "lost", "refunded", "off", "late"])
async def test_nobody_is_reminded_of_what_is_over(case: Kerb, clock: Any, ended: str) -> None:
    office = await a_staff(Role.office)
    clock.move_to(START + 10 * HOUR)
    if ended == "returned":
        await mark_returned(office, case.bells, case.assignment_id, GOOD)
    if ended == "reported":
        await BootAssignment.update(
            {BootAssignment.reported_returned_at: START + 10 * HOUR}, force=True
        )
    if ended == "lost":
        await mark_lost(office, case.bells, case.boot_id, reason="gone")
    if ended == "refunded":
        await Payment.update({Payment.deposit_status: "refunded"}, force=True)
    if ended == "off":
        await switch(reminder_hours="0")
    clock.move_to(START + (30 if ended == "late" else 21) * HOUR)
    await keep(case, PretendPostman())
    assert await reminders() == []
    assert await Outbox.count().where(Outbox.done_at.is_null(), Outbox.kind == "remind_return") == 0
    assert not [one for one in await check() if one.name == "return_reminded"]


async def test_with_reminders_off_at_the_release_none_is_promised(
    clock: Any, app_db: str, bells: RecordingBells
) -> None:
    await switch(reminder_hours="0")
    kerb = await booted(bells)
    await kerb.pay()
    await keep(kerb, PretendPostman())
    assert (await times())["remind_at"] is None
    assert await Outbox.count().where(Outbox.kind == "remind_return") == 0


async def test_other_hours_are_for_boots_released_from_then_on(case: Kerb, clock: Any) -> None:
    clock.move_to(START + 10 * HOUR)
    await switch(reminder_hours="12")
    other = await booted(case.bells, plate="LATER")
    await other.pay(payer="tablet")
    due = await Outbox.select().where(Outbox.kind == "remind_return").order_by(Outbox.id)
    assert [row["due_at"] for row in due] == [START + 20 * HOUR, START + 22 * HOUR]


async def test_a_code_that_came_late_moves_the_reminder_with_the_deadline(
    clock: Any, app_db: str, bells: RecordingBells
) -> None:
    kerb = await booted(bells)
    await kerb.pay()
    clock.move_to(START + 20 * HOUR)
    # The mail server is down, so the code still travels when the first moment comes.
    await keep(kerb, PretendPostman(trouble=MailDelayed("451 busy")))
    assert await reminders() == []
    clock.move_to(START + 23 * HOUR)
    postman = PretendPostman()
    await keep(kerb, postman)
    assert any(isinstance(letter, ReleaseLetter) for letter, _, _ in postman.sent)
    row = await times()
    assert (row["return_due_at"], row["remind_at"]) == (START + 47 * HOUR, START + 43 * HOUR)
    clock.move_to(START + 43 * HOUR - MINUTE)
    await keep(kerb, PretendPostman())
    assert await reminders() == []
    clock.move_to(START + 43 * HOUR + SOON)
    await keep(kerb, PretendPostman())
    await keep(kerb, PretendPostman())
    assert len(await reminders()) == 1


async def test_a_deadline_that_moved_puts_the_reminder_off(case: Kerb, clock: Any) -> None:
    later = START + 40 * HOUR
    await BootAssignment.update(
        {BootAssignment.return_due_at: later, BootAssignment.remind_at: later - 4 * HOUR},
        force=True,
    )
    clock.move_to(START + 20 * HOUR + SOON)
    await keep(case, PretendPostman())
    assert await reminders() == []
    clock.move_to(later - 4 * HOUR)
    await keep(case, PretendPostman())
    assert len(await reminders()) == 1


async def test_a_return_at_the_same_moment_comes_before_or_after(case: Kerb, clock: Any) -> None:
    office = await a_staff(Role.office)
    clock.move_to(START + 21 * HOUR)
    await asyncio.gather(
        mark_returned(office, case.bells, case.assignment_id, GOOD),
        remind_return(case.bells, case.assignment_id),
    )
    postman = PretendPostman()
    await keep(case, postman)
    # Queued just before or not at all: the letter itself looks again when it is written.
    assert postman.sent == []
    assert await failed_mail(case.assignment_id) is None


async def test_a_letter_that_waited_until_the_boot_was_back_calls_nobody(
    case: Kerb, clock: Any
) -> None:
    clock.move_to(START + 21 * HOUR)
    await remind_return(case.bells, case.assignment_id)
    office = await a_staff(Role.office)
    await mark_returned(office, case.bells, case.assignment_id, GOOD)
    [mail] = await reminders()
    with pytest.raises(NeverWill):
        await send_mail(mail["id"], PretendPostman(), desk(), case.bells, domain="example.com")
    assert (await one_mail(mail["id"])).refused == OVER
    assert await failed_mail(case.assignment_id) is None


async def test_a_return_taken_back_is_reminded_of_again(case: Kerb, clock: Any) -> None:
    office = await a_staff(Role.office)
    clock.move_to(START + 19 * HOUR)
    await mark_returned(office, case.bells, case.assignment_id, GOOD)
    clock.move_to(START + 21 * HOUR)
    await keep(case, PretendPostman())
    assert await reminders() == []
    await undo_return(office, case.bells, case.assignment_id, reason="wrong boot")
    await keep(case, PretendPostman())
    assert len(await reminders()) == 1


async def test_the_reminder_goes_to_the_address_of_now_alone(case: Kerb, clock: Any) -> None:
    office = await a_staff(Role.office)
    paid = await Payment.select(Payment.id).first()
    assert paid is not None
    clock.move_to(START + 19 * HOUR)
    await change_email(office, case.bells, paid["id"], "new@example.com", payer=None)
    await keep(case, PretendPostman())
    clock.move_to(START + 21 * HOUR)
    await remind_return(case.bells, case.assignment_id)
    # Changed again while it waits: the waiting one is stopped and written to the newest address.
    await change_email(office, case.bells, paid["id"], "newest@example.com", payer=None)
    postman = PretendPostman()
    await keep(case, postman)
    told = [to for letter, to, _ in postman.sent if isinstance(letter, ReturnReminderLetter)]
    assert told == ["newest@example.com"]


@pytest.mark.parametrize("email", ["", "driver@example.com"])
async def test_a_boot_let_go_by_the_office_is_reminded_of_where_the_code_went(
    clock: Any, app_db: str, bells: RecordingBells, email: str
) -> None:
    kerb = await booted(bells)
    office = await a_staff(Role.office)
    permit = Permit(ReleaseBasis.authorised, "neighbour called", DebtChoice.stays, email)
    await authorise_release(office, bells, kerb.assignment_id, permit)
    await keep(kerb, PretendPostman())
    clock.move_to(START + 21 * HOUR)
    postman = PretendPostman()
    await keep(kerb, postman)
    letters = [(letter, to) for letter, to, _ in postman.sent]
    assert [to for _, to in letters] == ([email] if email else [])
    assert all(
        isinstance(letter, ReturnReminderLetter) and not letter.deposit_cents
        for letter, _ in letters
    )


async def test_hours_are_elapsed_hours_over_the_change_of_clocks(
    app_db: str, bells: RecordingBells
) -> None:
    """Clocks in Toronto go back on 1 November 2026 at 2:00: that day has 25 hours."""
    zone = ZoneInfo("America/Toronto")
    released = datetime(2026, 10, 31, 18, tzinfo=zone)
    with time_machine.travel(released.astimezone(UTC), tick=False):
        kerb = await booted(bells)
        await kerb.pay()
    row = await times()
    assert row["return_due_at"].astimezone(zone) == datetime(2026, 11, 1, 17, tzinfo=zone)
    assert row["remind_at"].astimezone(zone) == datetime(2026, 11, 1, 13, tzinfo=zone)
    with time_machine.travel(released.astimezone(UTC) + 20 * HOUR, tick=False):
        await keep(kerb, PretendPostman())
        # The code came with it, so its own reminder is 20 hours away again.
        assert (await times())["remind_at"] - row["remind_at"] == 20 * HOUR


async def test_a_promise_kept_too_early_comes_back(case: Kerb, clock: Any) -> None:
    """As by a process whose clock runs ahead."""
    await Outbox.update({Outbox.due_at: START}).where(Outbox.kind == "remind_return")
    await keep(case, PretendPostman())
    waiting = await Outbox.select().where(Outbox.kind == "remind_return", Outbox.done_at.is_null())
    assert [row["due_at"] for row in waiting] == [START + SOON + 20 * HOUR]

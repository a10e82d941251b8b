"""Writing a ticket: once, whole, and never one boot on two cars."""

import asyncio
import dataclasses
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.violations.write_violation import Written, write_violation
from app.rules.errors import AlreadySaved, BootTaken, Conflict, Invalid
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.records.audit_event import AuditEvent
from app.tables.street.offence_type import OffenceType
from app.tables.street.vehicle import Vehicle
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, an_offence_type, switch
from tests.integration.violations.arrange import (
    an_entry,
    boots_on,
    status_of,
)


async def test_one_save_writes_ticket_items_assignment_boot_audit_and_outbox(
    bells: RecordingBells,
) -> None:
    meter, booting = await boots_on()
    boot_id = await a_boot("Red Boot 01")
    officer = await a_staff()
    written = await write_violation(
        officer,
        bells,
        an_entry((meter, booting), boot_id=boot_id, owner_email="owner@example.com"),
    )
    assert written.number == "TT-10001"
    assert len(written.pin) == 4
    ticket = await Violation.select().where(Violation.id == written.violation_id).first()
    assert ticket is not None
    assert ticket["status"] == "unpaid"
    assert ticket["currency"] == "CAD"
    assert ticket["compact"] == "TT10001" + written.pin
    assert ticket["overdue_after_on"] - ticket["issued_on"] == timedelta(days=14)
    assert ticket["discount_until_on"] - ticket["issued_on"] == timedelta(days=7)
    items = await ViolationItem.select().where(ViolationItem.violation == written.violation_id)
    assert sorted(item["fine_cents"] for item in items) == [45_00, 120_00]
    assert await status_of(boot_id) == "issued"
    case = await BootAssignment.select().where(BootAssignment.id == written.assignment_id).first()
    assert case is not None
    assert case["require_overdue"] is False
    assert await AuditEvent.exists().where(
        AuditEvent.verb == "write_violation", AuditEvent.subject_id == written.violation_id
    )
    mail = await Mail.select().first()
    assert mail is not None
    assert (mail["kind"], mail["recipient"]) == ("notice", "owner@example.com")
    assert await Outbox.count() >= 1
    assert bells.hinted[-1].keys() == {boot_id}
    assert "mail" in bells.rung[-1]


async def test_the_require_overdue_rule_in_force_is_stored_with_the_assignment(
    bells: RecordingBells,
) -> None:
    meter, booting = await boots_on()
    await switch(require_overdue_paid="true")
    boot_id = await a_boot()
    await write_violation(await a_staff(), bells, an_entry((meter, booting), boot_id=boot_id))
    await switch(require_overdue_paid="false")
    case = await BootAssignment.select().where(BootAssignment.boot == boot_id).first()
    assert case is not None
    assert case["require_overdue"] is True


async def test_a_ticket_keeps_its_copy_when_the_offence_type_changes(
    bells: RecordingBells,
) -> None:
    meter = await an_offence_type()
    written = await write_violation(await a_staff(), bells, an_entry((meter,)))
    await OffenceType.update({OffenceType.fine_cents: 1}, force=True)
    item = (
        await ViolationItem.select().where(ViolationItem.violation == written.violation_id).first()
    )
    assert item is not None
    assert item["fine_cents"] == 45_00


async def test_the_same_entry_posted_ten_times_at_once_is_one_ticket(
    bells: RecordingBells,
) -> None:
    meter, booting = await boots_on()
    officer, entry = await a_staff(), an_entry((meter, booting), boot_id=await a_boot())
    written = await asyncio.gather(*(write_violation(officer, bells, entry) for _ in range(10)))
    assert len({one.violation_id for one in written}) == 1
    assert Counter(one.already_saved for one in written) == {False: 1, True: 9}
    assert len({one.assignment_id for one in written}) == 1
    assert await Violation.count() == 1


async def test_the_same_key_with_other_content_changes_nothing(bells: RecordingBells) -> None:
    meter = await an_offence_type()
    officer, entry = await a_staff(), an_entry((meter,))
    first = await write_violation(officer, bells, entry)
    with pytest.raises(AlreadySaved) as refusal:
        await write_violation(officer, bells, dataclasses.replace(entry, place="Elsewhere"))
    assert refusal.value.params["violation_id"] == first.violation_id
    ticket = await Violation.select(Violation.place).first()
    assert ticket == {"place": "214 King St"}


async def test_a_repeated_entry_is_saved_although_its_offence_is_gone_by_now(
    bells: RecordingBells,
) -> None:
    meter = await an_offence_type()
    officer, entry = await a_staff(), an_entry((meter,))
    first = await write_violation(officer, bells, entry)
    await OffenceType.update({OffenceType.active: False}, force=True)
    again = await write_violation(officer, bells, entry)
    assert again == dataclasses.replace(first, already_saved=True)


async def test_the_loser_of_a_race_reads_who_was_first(bells: RecordingBells) -> None:
    meter, booting = await boots_on()
    boot_id = await a_boot("Red Boot 01")
    first, second = await a_staff(name="Ada First"), await a_staff(name="Bo Second")

    async def wish(officer: Actor, plate: str) -> Written | BootTaken:
        entry = an_entry((meter, booting), boot_id=boot_id, plate=plate)
        try:
            return await write_violation(officer, bells, entry)
        except BootTaken as taken:
            return taken

    both = await asyncio.gather(wish(first, "AAA 1"), wish(second, "BBB 2"))
    lost = [one for one in both if isinstance(one, BootTaken)]
    assert len(lost) == 1
    winner = second if isinstance(both[0], BootTaken) else first
    assert lost[0].params == {"boot": "Red Boot 01", "officer": winner.name}
    assert await Violation.count() == 1
    assert await Vehicle.count() == 1


async def test_numbers_only_grow_and_are_unique_under_parallel_writing(
    bells: RecordingBells,
) -> None:
    meter = await an_offence_type()
    officer = await a_staff()
    written = await asyncio.gather(
        *(write_violation(officer, bells, an_entry((meter,), plate=f"CAR {n}")) for n in range(20))
    )
    assert len({one.number for one in written}) == 20
    assert min(one.number for one in written) == "TT-10001"


async def test_a_pin_that_clashes_with_an_older_ticket_is_drawn_again(
    bells: RecordingBells,
) -> None:
    meter = await an_offence_type()
    officer = await a_staff()
    # TT-10001 with the PIN 03K reads like TT-1000 with 103K: the database refuses it.
    await write_violation(officer, bells, an_entry((meter,), new_pin=lambda _: "23K7"))
    await Violation.update({Violation.compact: "TT1000203K"}, force=True)
    drawn = iter(["03K", "77XX", "77XX"])
    second = await write_violation(
        officer, bells, an_entry((meter,), new_pin=lambda _: next(drawn))
    )
    assert second.pin == "77XX"
    assert await Violation.count() == 2


async def test_a_second_boot_needs_an_explicit_confirmation(bells: RecordingBells) -> None:
    meter, booting = await boots_on()
    officer = await a_staff()
    await write_violation(
        officer, bells, an_entry((meter, booting), boot_id=await a_boot("Red Boot 01"))
    )
    entry = an_entry((meter, booting), boot_id=await a_boot())
    with pytest.raises(Invalid) as refusal:
        await write_violation(officer, bells, entry)
    assert "confirm_second_boot" in refusal.value.fields
    assert refusal.value.params == {"boot": "Red Boot 01"}
    written = await write_violation(
        officer, bells, dataclasses.replace(entry, confirm_second_boot=True)
    )
    assert not written.already_saved


async def test_no_boot_is_issued_while_universal_boot_is_off(bells: RecordingBells) -> None:
    meter, booting = await boots_on()
    boot_id = await a_boot()
    await switch(universal_boot_enabled="false")
    with pytest.raises(Invalid) as refusal:
        await write_violation(await a_staff(), bells, an_entry((meter, booting), boot_id=boot_id))
    assert "offences" in refusal.value.fields
    assert await status_of(boot_id) == "available"
    assert await Violation.count() == 0


async def test_an_apply_boot_offence_asks_for_a_boot(bells: RecordingBells) -> None:
    _, booting = await boots_on()
    with pytest.raises(Invalid) as refusal:
        await write_violation(await a_staff(), bells, an_entry((booting,)))
    assert refusal.value.fields.keys() == {"boot"}


async def test_a_boot_out_of_service_cannot_be_issued(bells: RecordingBells) -> None:
    meter, booting = await boots_on()
    boot_id = await a_boot("Red Boot 01")
    officer = await a_staff()
    await write_violation(officer, bells, an_entry((meter, booting), boot_id=boot_id))
    with pytest.raises(Conflict):
        await write_violation(
            officer, bells, an_entry((meter, booting), boot_id=boot_id, plate="OTHER")
        )
    with pytest.raises(Invalid):
        await write_violation(
            officer, bells, an_entry((meter, booting), boot_id=999_999, plate="THIRD")
        )


async def test_every_faulty_field_is_named_at_once(bells: RecordingBells) -> None:
    with pytest.raises(Invalid) as refusal:
        await write_violation(
            await a_staff(Role.office),
            bells,
            an_entry(
                (),
                plate="--",
                place=" ",
                owner_email="nobody",
                happened_at=datetime.now(UTC) + timedelta(hours=2),
            ),
        )
    assert refusal.value.fields.keys() == {
        *("plate", "place", "owner_email", "happened_at", "offences")
    }

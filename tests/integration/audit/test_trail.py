"""The audit is found by every filter, page by page, without reading all of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from piccolo.query import Select
from piccolo.table import Table

from app.clock import now
from app.db import ask, transaction
from app.reads.audit.trail import NOT_STAFF, PAGE_SIZE, Wanted, question, trail
from app.rules.people.access import Role
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.people.staff import Staff
from app.tables.records.audit_event import AuditEvent
from tests.factories import a_boot, a_staff
from tests.integration.payments.conftest import Kerb, kerb

__all__ = ["kerb"]

ZONE = "America/Toronto"
WANTED = {
    "everything": Wanted(),
    "days": Wanted(first_on=date(2026, 3, 1), last_on=date(2026, 3, 9)),
    "person": Wanted(person=1),
    "nobody": Wanted(person=NOT_STAFF, first_on=date(2026, 3, 1)),
    "kind": Wanted(kind="boot", last_on=date(2026, 3, 9)),
    "thing": Wanted(thing=("boot", 7)),
    "verb": Wanted(verb="edit_boot"),
}


def event(at: datetime, *, staff: int | None = None, **more: object) -> AuditEvent:
    """A row nobody has saved yet: a boot's details were changed from an address."""
    row = AuditEvent(at=at, staff=staff, verb="edit_boot", subject="boot", subject_id=1)
    row.origin = "192.0.2.9"
    for name, value in more.items():
        setattr(row, name, value)
    return row


async def numbers(wanted: Wanted) -> list[int]:
    """The numbers of the things on the first page."""
    return [row.key[1] for row in (await trail(wanted, before_id=None, time_zone=ZONE)).rows]


async def test_each_filter_leaves_exactly_its_own() -> None:
    who = await a_staff(Role.admin)
    assert who.staff_id
    at = datetime(2020, 1, 1, tzinfo=UTC)
    await AuditEvent.insert(
        event(at, staff=who.staff_id, subject_id=1),
        event(at, subject_id=2),
        event(at, verb="add_boot", subject_id=3),
        event(at, subject="violation", verb="void_violation", subject_id=4),
    )
    old = date(2020, 6, 1)
    assert await numbers(Wanted(last_on=old)) == [4, 3, 2, 1]
    assert await numbers(Wanted(last_on=old, person=who.staff_id)) == [1]
    assert await numbers(Wanted(last_on=old, person=NOT_STAFF)) == [4, 3, 2]
    assert await numbers(Wanted(last_on=old, kind="boot")) == [3, 2, 1]
    assert await numbers(Wanted(last_on=old, verb="edit_boot")) == [2, 1]
    assert await numbers(Wanted(thing=("violation", 4))) == [4]
    assert await numbers(Wanted(thing=("boot", 4))) == []


async def test_days_are_local_and_the_last_is_whole_also_when_clocks_change() -> None:
    # In Toronto the 8th of March 2026 has 23 hours: from 05:00 to 04:00 UTC.
    first, over = datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 9, 4, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    for number, at in enumerate((first - moment, first, over - moment, over)):
        await AuditEvent.insert(event(at, subject_id=number))
    day = date(2026, 3, 8)
    assert await numbers(Wanted(kind="boot", first_on=day, last_on=day)) == [2, 1]


async def test_pages_show_every_deed_once_also_those_of_one_moment() -> None:
    at = now()
    many = 2 * PAGE_SIZE + 3
    await AuditEvent.insert(*(event(at, subject_id=number) for number in range(many)))
    seen: list[int] = []
    before_id: int | None = None
    for _ in range(3):
        page = await trail(Wanted(), before_id=before_id, time_zone=ZONE)
        seen += [row.key[1] for row in page.rows]
        before_id = page.older_than
        # What happens meanwhile belongs to the first page and moves no other.
        await AuditEvent.insert(event(at + timedelta(seconds=1), subject_id=9999))
    assert before_id is None
    assert seen == list(reversed(range(many)))


async def test_who_did_it_is_said_of_everybody() -> None:
    for origin in ("system", "192.0.2.9", "sandbox"):
        await AuditEvent.insert(event(now(), origin=origin))
    rows = (await trail(Wanted(), before_id=None, time_zone=ZONE)).rows
    assert [(row.who, row.origin) for row in rows] == [
        ("Sandbox", "sandbox"),
        ("Driver", "192.0.2.9"),
        ("The system", ""),
    ]


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("later_page", [False, True])
async def test_every_filter_walks_an_index_and_sorts_nothing(
    name: str, later_page: bool, engine_name: str
) -> None:
    last = (datetime(2026, 3, 5, tzinfo=UTC), 40) if later_page else None
    plan = await planned(question(WANTED[name], last, ZONE), engine_name)
    assert "audit_by_" in plan, plan
    assert "sort" not in plan.lower(), plan
    assert "seq scan on audit_event" not in plan.lower(), plan
    assert "temp b-tree" not in plan.lower(), plan


async def planned(asked: "Select[AuditEvent]", engine_name: str) -> str:
    """How the engine would carry the statement out, on a table that is not tiny."""
    await Staff.insert(
        Staff(
            name="One",
            email="one@example.com",
            password_hash="x",
            role="admin",
            active=True,
            created_at=now(),
        )
    )
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for hundred in range(20):
        await AuditEvent.insert(
            *(
                event(
                    start + timedelta(minutes=100 * hundred + n),
                    subject=("boot", "payment", "violation", "refund")[n % 4],
                    subject_id=n,
                    verb=("edit_boot", "add_boot", "void_violation", "pay_back")[n % 4],
                )
                for n in range(100)
            )
        )
    word = "EXPLAIN QUERY PLAN" if engine_name == "sqlite" else "EXPLAIN"
    if engine_name == "postgres":
        await ask("ANALYZE audit_event")
    async with transaction():
        if engine_name == "postgres":
            # Its small table fits one page, where a million rows would not.
            await ask("SET LOCAL enable_seqscan = off")
            await ask("SET LOCAL enable_bitmapscan = off")
        rows = await AuditEvent.raw(f"{word} {asked}")
    return json.dumps(rows, default=str)


@pytest.mark.parametrize(
    ("table", "deed"),
    [
        (AuditEvent, "UPDATE audit_event SET id = id"),
        (AuditEvent, "DELETE FROM audit_event"),
        (LedgerEntry, "UPDATE ledger_entry SET id = id"),
        (LedgerEntry, "DELETE FROM ledger_entry"),
    ],
)
async def test_the_audit_and_the_ledger_only_grow_whoever_asks_the_database(
    kerb: Kerb, table: type[Table], deed: str
) -> None:
    await kerb.pay()
    before = await table.select()
    assert before
    with pytest.raises(Exception, match="only grows"):
        await ask(deed)
    assert await table.select() == before


async def test_a_change_is_recorded_by_an_action_and_told_in_words() -> None:
    admin = await a_staff(Role.admin, "Ada")
    await AuditEvent.insert(
        event(
            now(),
            staff=admin.staff_id,
            before=json.dumps({"name": "Red 1", "active": True}),
            after=json.dumps({"name": "Red 2", "active": False}),
        )
    )
    [row] = (await trail(Wanted(verb="edit_boot"), before_id=None, time_zone=ZONE)).rows
    assert (row.who, row.text, row.kind) == ("Ada", "Details changed", "Boot")
    told = [
        (one.label, one.before.text or one.before.word, one.after.text or one.after.word)
        for one in row.facts
        if one.before and one.after
    ]
    assert told == [("Name", "Red 1", "Red 2"), ("In use", "Yes", "No")]


async def test_the_name_of_a_thing_is_not_told_again_as_a_fact_until_it_was_another() -> None:
    boot_id = await a_boot("Red 2")
    first = event(now(), verb="add_boot", subject_id=boot_id, after='{"name": "Red 1"}')
    again = event(now(), verb="add_boot", subject_id=boot_id, after='{"name": "Red 2"}')
    await AuditEvent.insert(first, again)
    wanted = Wanted(thing=("boot", boot_id), verb="add_boot")
    found = await trail(wanted, before_id=None, time_zone=ZONE)
    told = {tuple(one.after.text for one in row.facts if one.after) for row in found.rows}
    assert {("Red 1",), ()} == told
    assert found.known["boot", boot_id].name == "Red 2"


async def test_a_deed_that_kept_only_how_it_stood_says_so() -> None:
    lost = event(now(), verb="mark_lost", subject="boot_assignment", before='{"status": "issued"}')
    await AuditEvent.insert(lost)
    [row] = (await trail(Wanted(verb="mark_lost"), before_id=None, time_zone=ZONE)).rows
    [fact] = row.facts
    assert (fact.label, fact.was_only, fact.after) == ("Status", True, None)
    assert fact.before
    assert fact.before.word == "Issued"

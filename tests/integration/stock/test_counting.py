"""A stock take counts each boot once, whoever counts and finishes at the same time (rule B18)."""

import asyncio

import pytest

from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.boots.take_out import take_out
from app.actions.stock.count_label import count_label
from app.actions.stock.count_said import NO_SUCH_NAME, count_said
from app.actions.stock.finish_stock_take import finish_stock_take
from app.actions.stock.start_stock_take import start_stock_take
from app.reads.stock.shelf import deed_for, shelf
from app.reads.stock.takes import one_take
from app.rules.boots.states import OutReason
from app.rules.boots.stock_take import Shelf
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot import Boot
from app.tables.records.audit_event import AuditEvent
from app.tables.stock.stock_take import StockTake
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in, token_of
from tests.integration.assignments.booted import booted, verbs_of
from tests.integration.conftest import Browser
from tests.integration.stock.arrange import a_take, boots, findings, lines


async def test_one_stock_take_runs_at_a_time_also_when_five_start_at_once(
    bells: RecordingBells,
) -> None:
    office = await a_staff(Role.office)
    tries = [start_stock_take(office, bells) for _ in range(5)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, int) for one in answers) == 1
    assert sum(isinstance(one, Conflict) for one in answers) == 4
    assert await StockTake.count() == 1
    (take,) = (one for one in answers if isinstance(one, int))
    await finish_stock_take(office, bells, take)
    assert await start_stock_take(office, bells) != take


async def test_twenty_scans_of_one_boot_at_once_are_one_count(bells: RecordingBells) -> None:
    take = await a_take()
    boot_id = await a_boot("Red 1")
    token, officer = await token_of(boot_id), await a_staff()
    done = await asyncio.gather(*(count_label(officer, bells, token) for _ in range(20)))
    assert [one.again for one in done].count(False) == 1
    assert {(one.take_id, one.boot_id) for one in done} == {(take, boot_id)}
    assert await findings(take) == {"Red 1": "counted"}
    assert (await verbs_of("boot", boot_id)).count("count_boot") == 1
    row = await Boot.select(Boot.last_counted_at).where(Boot.id == boot_id).first()
    assert row
    assert row["last_counted_at"] is not None


async def test_what_is_counted_while_somebody_finishes_is_either_counted_or_missing(
    bells: RecordingBells,
) -> None:
    take, office = await a_take(), await a_staff(Role.office)
    names = [f"Boot {n:02}" for n in range(24)]
    tokens = [await token_of(boot_id) for boot_id in await boots(*names)]
    people = [await a_staff() for _ in range(4)]

    async def count(n: int) -> str:
        try:
            await count_label(people[n % 4], bells, tokens[n])
        except Conflict:
            return "refused"
        return "counted"

    async def finish() -> str:
        await asyncio.sleep(0.01)
        await finish_stock_take(office, bells, take)
        return "finished"

    answers = await asyncio.gather(*(count(n) for n in range(12)), finish())
    answers += await asyncio.gather(*(count(n) for n in range(12, 24)))
    told = dict(zip(names, (one for one in answers if one != "finished"), strict=True))
    found = await findings(take)
    assert found == {
        name: "counted" if answer == "counted" else "missing" for name, answer in told.items()
    }
    assert set(told.values()) >= {"refused"}
    figures = (await one_take(take)).figures
    assert (figures.counted, figures.missing) == (
        list(found.values()).count("counted"),
        list(found.values()).count("missing"),
    )


async def test_after_the_finish_nothing_is_counted_and_it_finishes_once(
    bells: RecordingBells,
) -> None:
    take, office = await a_take(), await a_staff(Role.office)
    boot_id = await a_boot("Late")
    finishes = [finish_stock_take(office, bells, take) for _ in range(3)]
    answers = await asyncio.gather(*finishes, return_exceptions=True)
    assert [type(one) for one in answers].count(Conflict) == 2
    with pytest.raises(Conflict):
        await count_label(office, bells, await token_of(boot_id))
    with pytest.raises(Conflict):
        await count_said(office, bells, take, "Late")
    again = await start_stock_take(office, bells)
    with pytest.raises(Conflict):
        await count_said(office, bells, take, "Late")
    assert await findings(take) == {"Late": "missing"}
    assert await findings(again) == {}
    assert (await verbs_of("stock_take", take)) == ["start_stock_take", "finish_stock_take"]


async def test_what_is_in_store_is_expected_and_what_is_not_is_a_surprise(
    bells: RecordingBells,
) -> None:
    admin = await a_staff(Role.admin)
    here, _, repair, retired = await boots("Here", "Gone", "Repair", "Old")
    case = await booted()
    for boot_id, reason in ((repair, OutReason.maintenance), (retired, OutReason.retired)):
        await take_out(admin, bells, boot_id, out_reason=reason, reason="test")
    take = await a_take()
    for boot_id in (here, repair, retired, case.boot_id):
        await count_label(admin, bells, await token_of(boot_id))
    running = await one_take(take)
    assert (running.figures.counted, running.figures.missing, running.figures.surprises) == (
        1,
        1,
        3,
    )
    assert running.figures.expected == 2
    await finish_stock_take(admin, bells, take)
    done = await one_take(take)
    assert done.figures == running.figures
    missing = (await shelf(done, Shelf.missing, None)).rows
    assert [row.name for row in missing] == ["Gone"]
    surprises = (await shelf(done, Shelf.surprise, None)).rows
    assert {row.name for row in surprises} >= {"Repair", "Old"}
    assert len(surprises) == 3

    def verb(role: Role, name: str) -> str | None:
        (row,) = (one for one in (*missing, *surprises) if one.name == name)
        deed = deed_for(row, role)
        return deed.verb if deed else None

    on_car = next(row.name for row in surprises if row.boot_id == case.boot_id)
    assert verb(Role.office, "Gone") == "take_out"
    assert verb(Role.office, "Repair") == "put_back"
    assert verb(Role.office, "Old") is None  # a retired one is the administrator's
    assert verb(Role.admin, "Old") == "put_back"
    assert verb(Role.office, on_car) == "remove_by_staff"
    assert verb(Role.officer, on_car) is None


async def test_a_frozen_result_does_not_change_with_what_happens_afterwards(
    bells: RecordingBells,
) -> None:
    admin = await a_staff(Role.admin)
    (gone,) = await boots("Gone")
    take = await a_take(admin)
    await finish_stock_take(admin, bells, take)
    before = await lines(take)
    await take_out(admin, bells, gone, out_reason=OutReason.maintenance, reason="found broken")
    await Boot.update({Boot.name: "Renamed"}).where(Boot.id == gone)
    assert await lines(take) == before
    (row,) = (await shelf(await one_take(take), Shelf.missing, None)).rows
    assert (row.name, row.status, row.status_now) == ("Gone", "available", "out_of_service")
    assert deed_for(row, Role.admin) is None


async def test_a_scanner_s_line_counts_by_address_token_or_name(bells: RecordingBells) -> None:
    officer = await a_staff()
    one, two, three = await boots("Red Boot 01", "Red Boot 02", "Red Boot 03")
    take = await a_take()
    address = f"http://localhost:8000/b/{await token_of(one)}?utm=1"
    assert (await count_said(officer, bells, take, f" {address} ")).boot_id == one
    assert (await count_said(officer, bells, take, (await token_of(two)).lower())).boot_id == two
    assert (await count_said(officer, bells, take, "  red  boot 03 ")).boot_id == three
    assert (await count_said(officer, bells, take, "RED BOOT 03")).again
    assert [row["by_name"] for row in await lines(take)] == [0, 0, 1]


async def test_zeros_before_a_number_may_be_left_out_or_added(bells: RecordingBells) -> None:
    officer = await a_staff()
    eight, eighty, plain = await boots("Blue Boot 08", "Blue Boot 80", "Green 100% 7_B")
    take = await a_take()
    assert (await count_said(officer, bells, take, "blue boot 8")).boot_id == eight
    assert (await count_said(officer, bells, take, "Blue Boot 0080")).boot_id == eighty
    assert (await count_said(officer, bells, take, "green 100% 07_b")).boot_id == plain
    for typed in ("green 1000 7xb", "blue boot 108", "blue boot", "blue boot 0"):
        with pytest.raises(Invalid) as refusal:
            await count_said(officer, bells, take, typed)
        assert refusal.value.fields == {"what": NO_SUCH_NAME}


async def test_a_name_that_several_boots_may_mean_counts_none_and_names_them(
    client: Browser, bells: RecordingBells
) -> None:
    officer = await sign_in(client, Role.officer)
    _, exact, _ = await boots("Blue Boot 008", "Blue Boot 8", "Blue Boot 09")
    (other,) = await boots("Blue Boot 0009")
    take = await a_take()
    # Called exactly so: no question which one is meant.
    assert (await count_said(officer, bells, take, "Blue boot 8")).boot_id == exact
    refused = await client.post_form(f"/stock-takes/{take}/count", {"what": "Blue Boot 9"})
    assert refused.status_code == 422
    assert "Several boots can be meant: Blue Boot 0009, Blue Boot 09." in refused.text
    assert len(await lines(take)) == 1
    # A retired boot is meant only when no other can be.
    admin = await a_staff(Role.admin)
    await take_out(admin, bells, other, out_reason=OutReason.retired, reason="bent")
    assert (await count_said(officer, bells, take, "Blue Boot 9")).boot_id not in (other, exact)


async def test_a_replaced_label_counts_its_boot_and_is_marked(bells: RecordingBells) -> None:
    admin, boot_id = await a_staff(Role.admin), await a_boot()
    old = await token_of(boot_id)
    await reissue_label(admin, bells, boot_id, version=1, reason="torn")
    take = await a_take()
    await count_label(admin, bells, old)
    (row,) = await lines(take)
    assert (row["boot"], bool(row["old_label"])) == (boot_id, True)
    assert (await one_take(take)).figures.old_labels == 1


async def test_an_unknown_label_is_noted_once_and_an_unknown_name_nowhere(
    bells: RecordingBells,
) -> None:
    officer, take = await a_staff(), await a_take()
    label = "https://elsewhere.example/b/SOMEBODYELSE"
    assert not (await count_said(officer, bells, take, f"{label}?secret=1")).again
    assert (await count_said(officer, bells, take, label)).again
    with pytest.raises(Invalid) as refusal:
        await count_said(officer, bells, take, "47-11-SECRET")  # a code in the wrong field
    assert set(refusal.value.fields) == {"what"}
    for typed in ("", "x" * 201):
        with pytest.raises(Invalid):
            await count_said(officer, bells, take, typed)
    assert [row["said"] for row in await lines(take)] == [label]
    kept = await AuditEvent.select(AuditEvent.after, AuditEvent.reason, AuditEvent.before)
    assert not [row for row in kept if "SECRET" in str(row) or "SOMEBODY" in str(row)]


async def test_only_a_person_counts_and_an_unknown_label_is_missing(bells: RecordingBells) -> None:
    await a_take()
    boot_id, officer = await a_boot(), await a_staff()
    with pytest.raises(Missing):
        await count_label(SYSTEM, bells, await token_of(boot_id))
    with pytest.raises(Missing):
        await count_label(officer, bells, "A" * 32)


async def test_counting_a_boot_moves_nothing(bells: RecordingBells) -> None:
    case, officer = await booted(), await a_staff()
    before = await Boot.select(Boot.status, Boot.revision).where(Boot.id == case.boot_id)
    await a_take()
    await count_label(officer, bells, await token_of(case.boot_id))
    after = await Boot.select(Boot.status, Boot.revision).where(Boot.id == case.boot_id)
    assert after == before

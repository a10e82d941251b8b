"""One boot's whole life on its page, however long it has been (rule B19)."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.import_boots import import_boots
from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.boots.release_codes.confirm_code import confirm_code
from app.actions.boots.release_codes.record_code import record_code
from app.actions.boots.release_codes.reveal_code import reveal_code
from app.actions.boots.take_out import take_out
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.steps.assignments.bring_back import Return
from app.actions.stock.count_label import count_label
from app.reads.assignments.conditions import ReturnCondition
from app.reads.boots.life import PAGE_SIZE, Life, Place, boot_life, read_place
from app.reads.refunds.proposal import Damage
from app.reads.settings.system_settings import forget_cached_settings
from app.routes.desk import Desk
from app.rules.boots.states import OutReason
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.label_print import LabelPrint
from app.tables.effects.mail import Mail
from app.tables.effects.paper_job import PaperJob
from app.tables.records.audit_event import AuditEvent
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in, token_of
from tests.integration.assignments.booted import DEPOSIT_CENTS, Booted, paid_and_released
from tests.integration.conftest import Browser
from tests.integration.stock.arrange import a_take
from tests.statements import recorded_statements


def texts(life: Life) -> list[str]:
    return [event.text for event in life.events]


async def printed(boot_id: int, admin: Actor, at: datetime) -> None:
    """A label of that boot alone was made."""
    jobs = await PaperJob.insert(
        PaperJob(
            kind="label",
            boot=boot_id,
            wanted_by=admin.staff_id,
            status="ready",
            created_at=at,
            done_at=at,
        )
    )
    await LabelPrint.insert(LabelPrint(job=jobs[0]["id"], boot=boot_id, at=at, labels=1))


async def a_full_life(bells: RecordingBells, desk: Desk) -> tuple[Booted, Actor]:
    """Issued, paid, returned, refunded, and everything that is done to a device itself."""
    admin = await a_staff(Role.admin, "Ada")
    case, payment_id = await paid_and_released()
    boot_id = case.boot_id
    await Mail.update({Mail.status: "failed", Mail.answer: "550 no"}).where(
        Mail.boot_assignment == case.assignment_id
    )
    back = Return(ReturnCondition.damaged, "bent")
    await mark_returned(admin, bells, case.assignment_id, back)
    await process_refund(admin, bells, payment_id, Decision(Damage(), DEPOSIT_CENTS))
    await make_available(admin, bells, case.assignment_id)
    await reveal_code(admin, bells, desk.vault, boot_id, reason="driver calls")
    await record_code(admin, bells, desk.vault, boot_id, code="88-22", confirmed=False)
    await confirm_code(admin, bells, desk.vault, boot_id, code="1")
    await confirm_code(admin, bells, desk.vault, boot_id, code="88-22")
    await reissue_label(admin, bells, boot_id, version=1, reason="torn")
    at = datetime.now(UTC)
    await printed(boot_id, admin, at)
    await a_take(admin)
    await count_label(admin, bells, await token_of(boot_id))
    await take_out(admin, bells, boot_id, out_reason=OutReason.maintenance, reason="bent")
    return case, admin


async def test_everything_that_happened_to_a_boot_is_told_newest_first(
    bells: RecordingBells, desk: Desk
) -> None:
    case, _ = await a_full_life(bells, desk)
    life = await boot_life(case.boot_id)
    told = texts(life)
    assert told[:8] == [
        "Taken out of service",
        "Counted in a stock take",
        "Label made to be printed",
        "Label replaced",
        "Release code confirmed by typing it",
        "A typed code was not the stored one",
        "Release code changed",
        "Release code shown",
    ]
    assert told[8] == "Made available"
    assert told[9] == "Deposit decided"
    assert set(told[10:]) == {
        "Returned",
        "Deposit due: the boot is back or lost",
        "Released",
        "Boot release mail",
        "Issued",
        "Added",
    }
    assert told[-1] == "Added"
    moments = [event.at for event in life.events]
    assert moments == sorted(moments, reverse=True)
    of_case = [event for event in life.events if event.ticket_id]
    assert {event.ticket_number for event in of_case} == {case.ticket}
    assert len(of_case) == 7


async def test_the_page_tells_each_event_with_its_facts_and_never_a_code(
    client: Browser, bells: RecordingBells, desk: Desk
) -> None:
    await sign_in(client, Role.office)
    case, admin = await a_full_life(bells, desk)
    page = (await client.get(f"/boots/{case.boot_id}")).text
    line = html.unescape(page[page.index('<ol class="timeline">') :])
    words = " ".join(re.sub(r"<[^>]+>", " ", line).split())
    for said in (
        "Basis: Paid",
        "Condition: Damaged · bent",
        "Mail failed",
        "Deposit: Refund due → then Deposit refunded",
        "Refund: $120.00",
        "driver calls",
        "Release code: changed",
        "Version of the label: 1 → then 2",
        "Why out of service: In maintenance",
        "BKPR43",
        case.ticket,
        admin.name,
        "d••••@e….com",
    ):
        assert said in words, said
    assert "88-22" not in page
    assert "47-11" not in page
    assert '<a href="/payments/' in line
    officer = Browser(transport=client._transport, base_url=client.base_url)
    await sign_in(officer, Role.officer)
    seen = (await officer.get(f"/boots/{case.boot_id}")).text
    assert "Basis:" in seen
    assert '<a href="/payments/' not in seen


async def test_an_imported_boot_says_so(bells: RecordingBells, desk: Desk) -> None:
    admin = await a_staff(Role.admin)
    text = "Name,Boot Release Code\nFrom a list,1\n"
    await import_boots(admin, bells, desk.vault, number=7, text=text)
    row = await Boot.select(Boot.id).first()
    assert row
    assert texts(await boot_life(row["id"])) == ["Added by an import"]
    assert texts(await boot_life(await a_boot())) == ["Added"]


async def many_events(boot_id: int, count: int, per_moment: int = 3) -> None:
    """A boot handled `count` times, several times at each moment."""
    first = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [
        AuditEvent(
            at=first + timedelta(hours=n // per_moment),
            staff=None,
            verb="edit_boot",
            subject="boot",
            subject_id=boot_id,
            reason=f"event {n}",
            origin="test",
        )
        for n in range(count)
    ]
    for start in range(0, count, 500):
        await AuditEvent.insert(*rows[start : start + 500])


async def test_pages_tell_every_event_once_also_those_of_one_moment(
    bells: RecordingBells, desk: Desk
) -> None:
    case, admin = await a_full_life(bells, desk)
    # All sources at one and the same moment: only source and number tell them apart.
    moment = datetime(2020, 1, 1, 1, tzinfo=UTC)
    await many_events(case.boot_id, 2 * PAGE_SIZE + 20, per_moment=40)
    await BootAssignment.update({BootAssignment.issued_at: moment}, force=True)
    await Mail.update({Mail.queued_at: moment, Mail.sent_at: None}, force=True)
    for _ in range(PAGE_SIZE):
        await printed(case.boot_id, admin, moment)
    seen: list[Place] = []
    place: Place | None = None
    while True:
        life = await boot_life(case.boot_id, place)
        seen += [event.place for event in life.events]
        if life.older is None:
            break
        place = read_place(str(life.older))
        assert place == life.older
    assert len(seen) == len(set(seen))
    audited = await AuditEvent.count().where(AuditEvent.subject == "boot")
    assert sum(place.letter == "p" for place in seen) == PAGE_SIZE + 1
    assert sum(place.letter == "i" for place in seen) == 1
    assert sum(place.letter == "m" for place in seen) == await Mail.count().where(
        Mail.boot_assignment == case.assignment_id
    )
    assert sum(place.letter == "a" for place in seen) > audited - 1
    assert [place.at for place in seen] == sorted((one.at for one in seen), reverse=True)


async def test_a_life_of_thousands_of_events_asks_no_more_than_a_short_one(
    client: Browser, bells: RecordingBells, desk: Desk
) -> None:
    await sign_in(client, Role.admin)
    case, _ = await a_full_life(bells, desk)
    page = f"/boots/{case.boot_id}"
    forget_cached_settings()
    with recorded_statements() as short:
        first = await client.get(page)
    await many_events(case.boot_id, 5000)
    forget_cached_settings()  # or they are read again when their time comes
    with recorded_statements() as long:
        second = await client.get(page)
    assert first.status_code == second.status_code == 200
    assert len(long) <= len(short)
    assert len(short) <= 24, [one.sql for one in short]
    assert max(len(one.rows) for one in long) <= PAGE_SIZE + 1
    older = re.search(rf'href="(/boots/{case.boot_id}\?before=[^"#]+)', second.text)
    assert older
    third = await client.get(older[1])
    assert third.text.count("<li><time") == PAGE_SIZE
    assert "Back to the newest" in third.text


@pytest.mark.parametrize(
    "text", ["", "1", "1-z-1", "x-a-1", "1-a-x", "1-a-", "9" * 17 + "-a-1", "²-a-1", "-5-a-1"]
)
def test_a_place_nobody_wrote_is_none(text: str) -> None:
    assert read_place(text) is None

"""Labels of many boots are one job: cancelled, killed, asked for again, removed (C9, C10)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
import time_machine

from app.actions.boots.labels.ask_labels import ask_labels
from app.actions.boots.labels.ask_labels_again import ask_labels_again
from app.actions.boots.labels.cancel_labels import cancel_labels
from app.actions.boots.labels.print_label import print_label
from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.boots.labels.remove_paper import remove_paper
from app.actions.boots.take_out import take_out
from app.clock import now
from app.gateways.paper.labels import LabelFacts, LabelOrder
from app.gateways.paper.press import PaperFailed, Watcher
from app.gateways.paper.receipts import ReceiptFacts
from app.reads.boots.label_jobs import LabelsJob, labels_document, labels_job, recent_jobs
from app.reads.boots.life import LABEL_MADE, boot_life
from app.rules.boots.label_formats import LabelFormat
from app.rules.boots.label_jobs import KEPT_FOR, MOST_LABELS, JobStatus, check_order
from app.rules.boots.states import OutReason
from app.rules.errors import Conflict, Gone, Invalid, Missing
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.effects.outbox import Outbox
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in, token_of
from tests.integration.assignments.booted import promised
from tests.integration.conftest import Browser

BASE = "https://boots.example"


class PowerCut(BaseException):
    """The process is gone in the middle of its work."""


class Press:
    """Draws label by label; something may happen when the second one is drawn."""

    def __init__(self, meanwhile: Callable[[], Awaitable[None]] | None = None) -> None:
        self.printed: list[LabelFacts] = []
        self.order = LabelOrder()
        self._meanwhile = meanwhile

    async def labels(
        self, labels: Sequence[LabelFacts], order: LabelOrder, *, drawn: Watcher | None = None
    ) -> bytes:
        self.order = order
        for number, label in enumerate(labels, start=1):
            self.printed.append(label)
            if number == 2 and self._meanwhile is not None:
                await self._meanwhile()
            if drawn is not None:
                await drawn(number)
        return b"%PDF " + ",".join(label.boot_name for label in labels).encode()

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        raise AssertionError("no receipt is printed here")


async def ordered(
    bells: RecordingBells, count: int = 3, paper: LabelFormat = LabelFormat.sheet_a4
) -> tuple[Actor, list[int], int]:
    """Whose job, its boots and its id."""
    admin = await a_staff(Role.admin)
    boots = [await a_boot(f"Red Boot {number}") for number in range(count, 0, -1)]
    start = 5 if paper is LabelFormat.sheet_a4 else 1
    return admin, boots, await ask_labels(admin, bells, boots, paper=paper, start=start)


async def job_of(admin: Actor, job_id: int) -> LabelsJob:
    return await labels_job(admin.staff_id or 0, job_id)


async def test_labels_are_printed_in_the_order_of_names_and_belong_to_who_asked(
    bells: RecordingBells,
) -> None:
    admin, boots, job_id = await ordered(bells)
    assert await promised("print_paper") == [job_id]
    assert bells.rung == [frozenset({"paper"})]
    press = Press()
    for _ in range(2):
        await print_label(bells, press, job_id, base_url=BASE)
    assert [one.boot_name for one in press.printed] == ["Red Boot 1", "Red Boot 2", "Red Boot 3"]
    assert press.printed[0].url == f"{BASE}/b/{await token_of(boots[-1])}"
    assert (press.order.paper, press.order.start) == (LabelFormat.sheet_a4, 5)
    job = await job_of(admin, job_id)
    assert (job.status, job.drawn, job.total, job.start) == (JobStatus.ready, 3, 3, 5)
    assert await labels_document(admin.staff_id or 0, job_id) == (
        b"%PDF Red Boot 1,Red Boot 2,Red Boot 3"
    )
    other = await a_staff(Role.admin)
    for look in (labels_job, labels_document):
        with pytest.raises(Missing):
            await look(other.staff_id or 0, job_id)
    with pytest.raises(Missing):
        await cancel_labels(other, bells, job_id)
    with pytest.raises(Missing):
        await ask_labels_again(other, bells, job_id)
    assert await recent_jobs(other.staff_id or 0) == ()
    assert [one.job_id for one in await recent_jobs(admin.staff_id or 0)] == [job_id]


async def test_retired_boots_get_no_labels(bells: RecordingBells) -> None:
    admin = await a_staff(Role.admin)
    boots = [await a_boot(f"Red Boot {number}") for number in range(3)]
    for boot_id in boots[:2]:
        await take_out(admin, bells, boot_id, out_reason=OutReason.retired, reason="worn")
    with pytest.raises(Invalid) as refused:
        await ask_labels(admin, bells, boots[:2], paper=LabelFormat.single, start=1)
    assert set(refused.value.fields) == {"boots"}
    job_id = await ask_labels(admin, bells, boots, paper=LabelFormat.single, start=1)
    assert (await job_of(admin, job_id)).total == 1
    await take_out(admin, bells, boots[2], out_reason=OutReason.retired, reason="worn")
    await print_label(bells, Press(), job_id, base_url=BASE)
    job = await job_of(admin, job_id)
    assert job.status is JobStatus.failed
    assert "retired" in job.problem


async def test_a_boot_retired_meanwhile_is_left_out_and_counted(bells: RecordingBells) -> None:
    admin, boots, job_id = await ordered(bells)
    await take_out(admin, bells, boots[0], out_reason=OutReason.retired, reason="worn")
    press = Press()
    await print_label(bells, press, job_id, base_url=BASE)
    assert [one.boot_name for one in press.printed] == ["Red Boot 1", "Red Boot 2"]
    job = await job_of(admin, job_id)
    assert (job.status, job.drawn, job.left_out) == (JobStatus.ready, 2, 1)


@pytest.mark.parametrize(
    ("boots", "paper", "start", "fields"),
    [
        (0, LabelFormat.single, 1, {"boots"}),
        (MOST_LABELS + 1, LabelFormat.single, 1, {"boots"}),
        (1, None, 1, {"paper"}),
        (1, LabelFormat.sheet_a4, 9, {"start"}),
        (1, LabelFormat.sheet_letter, 0, {"start"}),
        (1, LabelFormat.sheet_letter, None, {"start"}),
        (0, None, None, {"boots", "paper"}),
    ],
)
def test_an_order_that_cannot_be_printed_is_refused_with_every_reason(
    boots: int, paper: LabelFormat | None, start: int | None, fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        check_order(boots, paper, start)
    assert set(refused.value.fields) == fields
    if boots > MOST_LABELS:
        assert f"at most {MOST_LABELS:,} boots" in refused.value.fields["boots"]
    check_order(MOST_LABELS, LabelFormat.sheet_letter, 10)


async def test_a_job_cancelled_while_it_is_drawn_stops_and_keeps_no_document(
    bells: RecordingBells,
) -> None:
    admin, _, job_id = await ordered(bells)

    async def cancel() -> None:
        assert (await job_of(admin, job_id)).drawn == 1
        await cancel_labels(admin, bells, job_id)

    press = Press(cancel)
    await print_label(bells, press, job_id, base_url=BASE)
    assert len(press.printed) == 2
    assert (await job_of(admin, job_id)).status is JobStatus.cancelled
    with pytest.raises(Missing):
        await labels_document(admin.staff_id or 0, job_id)
    with pytest.raises(Conflict):
        await cancel_labels(admin, bells, job_id)
    assert await promised("remove_paper") == []


async def test_a_job_whose_process_is_killed_is_made_by_the_next_one_once(
    bells: RecordingBells,
) -> None:
    admin, _, job_id = await ordered(bells)

    async def die() -> None:
        raise PowerCut

    with pytest.raises(PowerCut):
        await print_label(bells, Press(die), job_id, base_url=BASE)
    assert (await job_of(admin, job_id)).status is JobStatus.queued
    press = Press()
    await print_label(bells, press, job_id, base_url=BASE)
    await print_label(bells, press, job_id, base_url=BASE)
    assert len(press.printed) == 3
    job = await job_of(admin, job_id)
    assert (job.status, job.drawn) == (JobStatus.ready, 3)
    assert await promised("remove_paper") == [job_id]


async def test_an_abandoned_rendering_does_not_finish_the_one_asked_for_anew(
    bells: RecordingBells,
) -> None:
    admin, _, job_id = await ordered(bells)

    async def anew() -> None:
        await cancel_labels(admin, bells, job_id)
        await ask_labels_again(admin, bells, job_id)

    await print_label(bells, Press(anew), job_id, base_url=BASE)
    job = await job_of(admin, job_id)
    assert (job.status, job.drawn) == (JobStatus.queued, 0)
    with pytest.raises(Conflict):
        await ask_labels_again(admin, bells, job_id)
    assert await promised("print_paper") == [job_id, job_id]
    await print_label(bells, Press(), job_id, base_url=BASE)
    assert (await job_of(admin, job_id)).status is JobStatus.ready


async def test_what_failed_says_why_and_can_be_tried_again(bells: RecordingBells) -> None:
    admin, _, job_id = await ordered(bells)

    async def fail() -> None:
        raise PaperFailed("The printer is on fire.")

    await print_label(bells, Press(fail), job_id, base_url=BASE)
    job = await job_of(admin, job_id)
    assert (job.status, job.problem) == (JobStatus.failed, "The printer is on fire.")
    await ask_labels_again(admin, bells, job_id)
    assert (await job_of(admin, job_id)).problem == ""
    await print_label(bells, Press(), job_id, base_url=BASE)
    assert (await job_of(admin, job_id)).status is JobStatus.ready


async def test_a_label_replaced_before_is_printed_new_and_one_replaced_later_is_refused(
    bells: RecordingBells,
) -> None:
    admin, boots, job_id = await ordered(bells)
    newer = await reissue_label(admin, bells, boots[0], version=1, reason="torn")
    press = Press()
    await print_label(bells, press, job_id, base_url=BASE)
    assert press.printed[-1].url == f"{BASE}/b/{newer}"
    assert press.printed[-1].version == 2
    assert (await job_of(admin, job_id)).replaced == 0
    # A boot that is not among them changes nothing.
    await reissue_label(admin, bells, await a_boot(), version=1, reason="torn")
    assert await labels_document(admin.staff_id or 0, job_id)
    await reissue_label(admin, bells, boots[1], version=1, reason="torn")
    assert (await job_of(admin, job_id)).replaced == 1
    with pytest.raises(Gone):
        await labels_document(admin.staff_id or 0, job_id)
    await ask_labels_again(admin, bells, job_id)
    await print_label(bells, Press(), job_id, base_url=BASE)
    assert await labels_document(admin.staff_id or 0, job_id)


async def test_a_document_is_removed_when_it_is_a_week_old(bells: RecordingBells) -> None:
    admin, _, job_id = await ordered(bells)
    await print_label(bells, Press(), job_id, base_url=BASE)
    row = await Outbox.select().where(Outbox.kind == "remove_paper").first()
    assert row is not None
    assert row["due_at"] - row["created_at"] == KEPT_FOR == timedelta(days=7)
    at = now()
    with time_machine.travel(at + KEPT_FOR - timedelta(minutes=5), tick=False):
        await remove_paper(bells, job_id)
        assert await labels_document(admin.staff_id or 0, job_id)
    with time_machine.travel(at + KEPT_FOR + timedelta(minutes=5), tick=False):
        await remove_paper(bells, job_id)
        job = await job_of(admin, job_id)
        assert (job.status, job.kept_until) == (JobStatus.removed, None)
        with pytest.raises(Missing):
            await labels_document(admin.staff_id or 0, job_id)
        # Made anew it is kept for a week of its own.
        await ask_labels_again(admin, bells, job_id)
        await print_label(bells, Press(), job_id, base_url=BASE)
        await remove_paper(bells, job_id)
        assert await labels_document(admin.staff_id or 0, job_id)


async def test_the_life_of_each_boot_tells_of_labels_made_with_others(
    client: Browser, bells: RecordingBells
) -> None:
    admin, boots, job_id = await ordered(bells)
    office = await a_staff(Role.admin)
    await take_out(office, bells, boots[2], out_reason=OutReason.retired, reason="bent")
    await print_label(bells, Press(), job_id, base_url=BASE)
    for boot_id, made in zip(boots, (1, 1, 0), strict=True):
        told = [one for one in (await boot_life(boot_id)).events if one.text == LABEL_MADE]
        assert [(one.who, one.others) for one in told] == [(admin.name, 1)] * made
    # Made again, and its PDF removed later: both stay told.
    await ask_labels_again(admin, bells, job_id)
    await print_label(bells, Press(), job_id, base_url=BASE)
    await remove_paper(bells, job_id)
    assert [one.text for one in (await boot_life(boots[0])).events].count(LABEL_MADE) == 2
    await sign_in(client, Role.admin)
    assert "Together with 1 other label<" in (await client.get(f"/boots/{boots[0]}")).text

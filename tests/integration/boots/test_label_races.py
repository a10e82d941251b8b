"""A label replaced while labels are printed is new on paper, or the paper is refused (C6, C10)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.actions.boots.labels.print_label import print_label
from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.steps.boots.new_label import new_label
from app.actions.steps.work import Work, work
from app.clock import now
from app.reads.boots.label_jobs import labels_document
from app.rules.errors import Gone
from app.rules.people.actor import Actor
from tests.conftest import RecordingBells
from tests.integration.boots.test_label_jobs import BASE, Press, ordered


async def test_a_label_replaced_while_the_job_begins_is_new_on_paper_or_refused(
    bells: RecordingBells, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, boots, job_id = await ordered(bells)
    halfway, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(*of: Any, **more: Any) -> str:
        halfway.set()
        await go_on.wait()
        return await new_label(*of, **more)

    monkeypatch.setattr("app.actions.boots.labels.reissue_label.new_label", slowly)
    replacing = asyncio.create_task(reissue_label(admin, bells, boots[0], version=1, reason="torn"))
    await halfway.wait()
    press = Press()
    printing = asyncio.create_task(print_label(bells, press, job_id, base_url=BASE))
    await asyncio.sleep(0.2)
    go_on.set()
    newer = await replacing
    await printing
    if f"{BASE}/b/{newer}" not in [label.url for label in press.printed]:
        with pytest.raises(Gone):
            await labels_document(admin.staff_id or 0, job_id)


async def test_a_label_whose_replacing_had_to_wait_is_not_taken_for_an_older_one(
    bells: RecordingBells, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, boots, job_id = await ordered(bells)
    waiting, go_on = asyncio.Event(), asyncio.Event()

    @contextlib.asynccontextmanager
    async def late(actor: Actor, rung: RecordingBells) -> AsyncIterator[Work]:
        """As `work`, which reads the clock and then waits for its turn to write."""
        began = now()
        waiting.set()
        await go_on.wait()
        async with work(actor, rung) as doing:
            doing.at = began
            yield doing

    monkeypatch.setattr("app.actions.boots.labels.reissue_label.work", late)
    replacing = asyncio.create_task(reissue_label(admin, bells, boots[0], version=1, reason="torn"))
    await waiting.wait()
    await print_label(bells, Press(), job_id, base_url=BASE)
    go_on.set()
    await replacing
    with pytest.raises(Gone):
        await labels_document(admin.staff_id or 0, job_id)

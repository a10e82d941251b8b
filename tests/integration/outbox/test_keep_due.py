"""Promises are kept at least once, whatever happens in between."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.actions.outbox.keep_promise import Keeper, keep_promise
from app.actions.outbox.lease_due import lease_due
from app.actions.steps.work import work
from app.rules.errors import NeverWill, ProviderDown
from app.rules.outbox.effects import Effect
from app.rules.people.actor import SYSTEM
from app.tables.effects.outbox import Outbox
from tests.conftest import RecordingBells


async def keep_due(queue: str, keepers: Mapping[Effect, Keeper]) -> int:
    """Keep everything due, as a worker's bench does; returns how many were tried."""
    tried = 0
    while due := await lease_due(queue, 4):
        tried += len(due)
        await asyncio.gather(*(keep_promise(promise, keepers) for promise in due))
    return tried


async def promised(bells: RecordingBells, *subjects: int) -> None:
    async with work(SYSTEM, bells) as doing:
        for subject in subjects:
            await doing.promise(Effect.SEND_MAIL, subject)


async def test_a_promise_is_kept_and_marked_done(bells: RecordingBells) -> None:
    kept: list[int] = []

    async def keeper(subject: int) -> None:
        kept.append(subject)

    await promised(bells, 1, 2, 3)
    assert await keep_due("mail", {Effect.SEND_MAIL: keeper}) == 3
    assert await keep_due("mail", {Effect.SEND_MAIL: keeper}) == 0
    assert sorted(kept) == [1, 2, 3]
    assert await Outbox.count().where(Outbox.done_at.is_null()) == 0


async def test_two_workers_share_the_work_without_doing_it_twice(bells: RecordingBells) -> None:
    kept: list[int] = []

    async def keeper(subject: int) -> None:
        await asyncio.sleep(0.01)
        kept.append(subject)

    await promised(bells, *range(60))
    await asyncio.gather(*(keep_due("mail", {Effect.SEND_MAIL: keeper}) for _ in range(4)))
    assert sorted(kept) == list(range(60))


async def test_one_fact_makes_one_promise(bells: RecordingBells) -> None:
    await promised(bells, 7)
    await promised(bells, 7)
    assert await Outbox.count() == 1


async def test_a_failed_try_waits_longer_each_time(bells: RecordingBells) -> None:
    async def keeper(_: int) -> None:
        raise ProviderDown

    await promised(bells, 1)
    pauses = []
    at = datetime.now(UTC)
    for _ in range(4):
        with time_machine.travel(at, tick=False):
            await keep_due("mail", {Effect.SEND_MAIL: keeper})
        row = await Outbox.select().first()
        pauses.append((row["due_at"] - at).total_seconds())
        at = row["due_at"]
    assert pauses == [2, 4, 8, 16]


async def test_a_crash_of_ours_neither_loses_the_promise_nor_stops_the_others(
    bells: RecordingBells,
) -> None:
    kept: list[int] = []

    async def keeper(subject: int) -> None:
        if subject == 1:
            raise RuntimeError("a fault of ours")
        kept.append(subject)

    await promised(bells, 1, 2)
    await keep_due("mail", {Effect.SEND_MAIL: keeper})
    row = await Outbox.select().where(Outbox.subject_id == 1).first()
    assert kept == [2]
    assert (row["done_at"], row["failed_at"], row["last_error"]) == (None, None, "RuntimeError")


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("550 5.1.1 <dana@example.com>: no such user", "550 5.1.1"),
        ("554 Release code 47-11 looks like spam", "554"),
        ("no_capture", "no_capture"),
        ("failed: 0", "failed: 0"),
        ("dana@example.com is unknown here", "NeverWill"),
    ],
)
async def test_a_refusal_for_good_is_closed_and_says_why_in_no_private_words(
    bells: RecordingBells, answer: str, kept: str
) -> None:
    async def keeper(_: int) -> None:
        raise NeverWill(answer)

    await promised(bells, 1)
    await keep_due("mail", {Effect.SEND_MAIL: keeper})
    row = await Outbox.select().first()
    assert row["failed_at"] is not None
    assert row["last_error"] == kept


async def test_a_lease_of_a_killed_process_runs_out(bells: RecordingBells) -> None:
    kept: list[int] = []

    async def killed(_: int) -> None:
        raise asyncio.CancelledError

    async def keeper(subject: int) -> None:
        kept.append(subject)

    await promised(bells, 1)
    with contextlib.suppress(asyncio.CancelledError):
        await keep_due("mail", {Effect.SEND_MAIL: killed})
    assert await keep_due("mail", {Effect.SEND_MAIL: keeper}) == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=46), tick=False):
        assert await keep_due("mail", {Effect.SEND_MAIL: keeper}) == 1
    assert kept == [1]


async def test_nothing_is_promised_or_rung_when_the_action_fails(bells: RecordingBells) -> None:
    try:
        async with work(SYSTEM, bells) as doing:
            await doing.promise(Effect.SEND_MAIL, 1)
            raise RuntimeError("the action failed")
    except RuntimeError:
        pass
    assert await Outbox.count() == 0
    assert bells.rung == []

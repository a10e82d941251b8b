"""The benches of the worker: woken at once, never held up, never ended by an error."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from app.actions.outbox.keep_promise import Keeper
from app.actions.outbox.lease_due import lease_due
from app.actions.steps.work import work
from app.rules.errors import DatabaseDown
from app.rules.outbox.effects import RELEASES, Effect
from app.rules.people.actor import SYSTEM
from app.tables.effects.outbox import Outbox
from app.tasks import workshop as module
from app.tasks.workshop import PLACES, Workshop
from tests.conftest import RecordingBells

NEVER = 3600.0


class Kept:
    """A keeper that remembers what it kept; subject 0 is slow."""

    def __init__(self) -> None:
        self.subjects: list[int] = []
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def __call__(self, subject: int) -> None:
        if subject == 0:
            self.begun.set()
            await self.go_on.wait()
        self.subjects.append(subject)


async def promised(*subjects: int, queue: str = "") -> None:
    async with work(SYSTEM, RecordingBells()) as doing:
        for subject in subjects:
            await doing.promise(Effect.SEND_MAIL, subject, queue=queue)


@contextlib.asynccontextmanager
async def at_work(keeper: Keeper, every_seconds: float = NEVER) -> AsyncIterator[Workshop]:
    workshop = Workshop()
    workshop.open({Effect.SEND_MAIL: keeper})
    async with workshop.at_work(every_seconds):
        # The first look, which needs no bell, is over.
        await asyncio.sleep(0.1)
        yield workshop


async def until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while True:
            answer = true()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.01)


async def all_done() -> bool:
    return not await Outbox.exists().where(Outbox.done_at.is_null())


async def test_a_bell_from_a_thread_is_answered_at_once() -> None:
    kept = Kept()
    async with at_work(kept) as workshop:
        await promised(1)
        started = time.monotonic()
        await asyncio.to_thread(workshop.wake_from_thread, "mail")
        await until(lambda: kept.subjects == [1])
        assert time.monotonic() - started < 1


async def test_without_a_bell_the_sweep_finds_it() -> None:
    kept = Kept()
    async with at_work(kept, every_seconds=0.05):
        await promised(1)
        await until(lambda: kept.subjects == [1])


async def test_a_slow_promise_holds_one_place_and_the_others_go_on() -> None:
    kept = Kept()
    await promised(0, *range(1, 4 * PLACES["mail"]))
    async with at_work(kept):
        await until(lambda: len(kept.subjects) == 4 * PLACES["mail"] - 1)
        assert 0 not in kept.subjects
        kept.go_on.set()
        await until(all_done)


async def test_a_release_mail_waits_for_no_number_of_slow_letters() -> None:
    """As many as there are places for other mail, and more: all of them stall."""
    slow, kept = asyncio.Event(), Kept()

    async def keeper(subject: int) -> None:
        if subject < 100:
            await slow.wait()
        await kept(subject)

    await promised(*range(1, 2 * PLACES["mail"]))
    async with at_work(keeper) as workshop:
        await promised(100, queue=RELEASES)
        await asyncio.to_thread(workshop.wake_from_thread, RELEASES)
        await until(lambda: kept.subjects == [100])
        slow.set()
        await until(all_done)


async def test_while_a_release_mail_is_sent_other_mail_has_one_place() -> None:
    """It goes on all the same, and has all its places again afterwards."""
    kept, at_once, go_on = Kept(), [], asyncio.Event()
    now = 0

    async def keeper(subject: int) -> None:
        nonlocal now
        if subject:
            now += 1
            at_once.append(now)
            await (asyncio.sleep(0.02) if not kept.go_on.is_set() else go_on.wait())
            now -= 1
        await kept(subject)

    await promised(0, queue=RELEASES)
    async with at_work(keeper, every_seconds=0.05):
        await kept.begun.wait()
        await promised(1, 2, 3)
        await until(lambda: kept.subjects == [1, 2, 3])
        assert at_once == [1, 1, 1]
        kept.go_on.set()
        await promised(*range(4, 4 + PLACES["mail"]))
        await until(lambda: max(at_once) == PLACES["mail"])
        go_on.set()
        await until(all_done)


async def test_a_database_error_does_not_end_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, tries, real = Kept(), 0, lease_due

    async def down_twice(queue: str, most: int) -> Any:
        nonlocal tries
        if queue == "mail":
            tries += 1
            if tries <= 2:
                raise DatabaseDown
        return await real(queue, most)

    monkeypatch.setattr(module, "lease_due", down_twice)
    await promised(1)
    async with at_work(kept, every_seconds=0.05):
        await until(lambda: kept.subjects == [1])
    assert tries > 2


async def test_a_stop_lets_what_is_being_done_finish_and_begins_nothing_new() -> None:
    kept = Kept()
    await promised(0)
    async with at_work(kept):
        await kept.begun.wait()
        await promised(1)
        asyncio.get_running_loop().call_later(0.2, kept.go_on.set)
    assert kept.subjects == [0]
    assert await Outbox.count().where(Outbox.done_at.is_not_null()) == 1


async def test_a_stop_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LAST_SECONDS", 0.2)
    kept = Kept()
    await promised(0)
    started = time.monotonic()
    async with at_work(kept):
        await kept.begun.wait()
    assert time.monotonic() - started < 2
    # Not done, so the lease runs out and the promise is kept another time.
    assert not await all_done()

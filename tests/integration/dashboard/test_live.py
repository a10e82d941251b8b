"""Open dashboards hear of every change, soon, whatever gets lost on the way."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from app.actions.steps.work import work
from app.gateways.live.memory import BACKLOG, MemorySignals
from app.gateways.live.signals import CatchUp, Changed
from app.main import create_app, make_house
from app.reads.dashboard.revision import live_revision
from app.routes.live import stream
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.settings import load_settings
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.people.staff import Staff
from app.tables.people.staff_session import StaffSession
from app.tasks.live_watch import LiveWatch
from tests.factories import Silent, a_boot, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.dashboard import arrange
from tests.integration.dashboard.conftest import Counted
from tests.integration.dashboard.viewer import viewing


class Town:
    """An application with real signals, and a browser in which somebody is signed in."""

    def __init__(self, app: Litestar, signals: MemorySignals, cookies: httpx.Cookies) -> None:
        self.app = app
        self.signals = signals
        self.cookies = cookies

    def screens(self) -> int:
        """How many subscriptions are open."""
        return len(self.signals._subscribers)

    async def change(self, boot_id: int, *, hinted: bool) -> int:
        """Change a boot as every action does; returns its new revision."""
        bells = Ringing(self.signals) if hinted else Silent()
        async with work(SYSTEM, bells) as doing:
            doing.touch(boot_id)
        return await live_revision()


class Ringing(Silent):
    """Bells whose hints arrive."""

    def __init__(self, signals: MemorySignals) -> None:
        self._signals = signals

    async def hint(self, changed: Any) -> None:
        for boot_id, revision in changed.items():
            await self._signals.publish(Changed(boot_id, revision))


@pytest.fixture
async def town(app_db: str) -> AsyncIterator[Town]:
    house = make_house(load_settings())
    app = create_app(house)
    app.state.stopping = asyncio.Event()
    signals = house.desk.signals
    assert isinstance(signals, MemorySignals)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with Browser(transport=transport, base_url="http://localhost:8000") as browser:
        await sign_in(browser, Role.officer)
        yield Town(app, signals, browser.cookies)
    await signals.close()
    await house.desk.provider.close()


async def test_two_open_dashboards_are_both_told(town: Town) -> None:
    boot_id = await a_boot()
    async with viewing(town.app, town.cookies) as one, viewing(town.app, town.cookies) as other:
        assert (await one.next())[0] == (await other.next())[0] == "hello"
        revision = await town.change(boot_id, hinted=True)
        told = ("changed", {"boot": boot_id, "revision": revision})
        assert await one.next() == told
        assert await other.next() == told
        assert one.last_id == str(revision)
        assert one.headers["content-type"].startswith("text/event-stream")


async def test_a_lost_hint_heals_within_the_watch_interval(town: Town) -> None:
    boot_id = await a_boot()
    async with (
        LiveWatch(town.signals, every_seconds=0.1).running(),
        viewing(town.app, town.cookies) as viewer,
    ):
        await viewer.next()
        await asyncio.sleep(0.2)
        before = time.monotonic()
        revision = await town.change(boot_id, hinted=False)
        assert await viewer.next() == ("changed", {"boot": boot_id, "revision": revision})
        assert time.monotonic() - before < 1


async def test_a_hint_that_arrived_is_not_told_a_second_time(town: Town) -> None:
    boot_id, lost = await a_boot(), await a_boot()
    async with (
        LiveWatch(town.signals, every_seconds=0.1).running(),
        viewing(town.app, town.cookies) as viewer,
    ):
        await viewer.next()
        await asyncio.sleep(0.2)
        await town.change(boot_id, hinted=True)
        assert (await viewer.next())[1]["boot"] == boot_id
        assert await viewer.hears_nothing_for(0.5)
        # An older hint that was lost heals although a newer one has arrived.
        await town.change(lost, hinted=False)
        await town.change(boot_id, hinted=True)
        assert {(await viewer.next())[1]["boot"] for _ in range(2)} == {boot_id, lost}


async def test_a_boot_that_becomes_overdue_by_the_clock_is_told(town: Town) -> None:
    boot_id = await arrange.released("Red Boot 01")
    await BootAssignment.update(
        {BootAssignment.return_due_at: datetime.now(UTC) + timedelta(seconds=0.5)}
    ).where(BootAssignment.boot == boot_id)
    async with (
        LiveWatch(town.signals, every_seconds=0.1).running(),
        viewing(town.app, town.cookies) as viewer,
    ):
        name, data = await viewer.next()
        assert name == "hello"
        assert await viewer.next() == ("changed", {"all": data["revision"]})
        assert await viewer.hears_nothing_for(0.4)


async def test_a_browser_that_went_away_is_unsubscribed(town: Town) -> None:
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        assert town.screens() == 1
    assert viewer.ended.is_set()
    assert town.screens() == 0


async def test_whoever_comes_back_is_told_to_catch_up(town: Town) -> None:
    boot_id = await a_boot()
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        seen = viewer.last_id
    revision = await town.change(boot_id, hinted=True)
    async with viewing(town.app, town.cookies, last_id=seen) as viewer:
        assert await viewer.next() == ("hello", {"revision": revision})
        assert await viewer.next() == ("changed", {"all": revision})
        seen = viewer.last_id
    async with viewing(town.app, town.cookies, last_id=seen) as viewer:
        assert await viewer.next() == ("hello", {"revision": revision})
        assert await viewer.hears_nothing_for(0.2)


async def test_a_reader_that_falls_behind_gets_one_signal_for_everything(town: Town) -> None:
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        for boot_id in range(BACKLOG + 1):
            town.signals.hand_out(Changed(boot_id, boot_id))
        assert list((await viewer.next())[1]) == ["all"]
        assert await viewer.hears_nothing_for(0.2)


async def test_streams_end_as_soon_as_the_process_stops(town: Town) -> None:
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        town.app.state.stopping.set()
        async with asyncio.timeout(1):
            await viewer.ended.wait()


async def test_a_reader_that_leaves_as_the_process_stops_is_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def revision() -> int:
        return 1

    async def never_asked() -> bool:
        raise AssertionError

    async def read() -> None:
        async for _ in stream._events(MemorySignals(), stop, None, never_asked):
            heard.set()

    monkeypatch.setattr(stream, "live_revision", revision)
    stop = asyncio.get_running_loop().create_future()
    heard = asyncio.Event()
    reader = asyncio.create_task(read())
    await heard.wait()
    await asyncio.sleep(0.01)
    reader.cancel()
    stop.set_result(True)
    await asyncio.wait({reader}, timeout=1)
    await asyncio.sleep(0.01)
    assert reader.cancelled()
    assert [record.getMessage() for record in caplog.records] == []


async def test_streams_end_when_the_signals_are_closed(town: Town) -> None:
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        await town.signals.close()
        async with asyncio.timeout(1):
            await viewer.ended.wait()


async def test_a_silent_stream_is_kept_open_by_a_heartbeat(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        assert await viewer.hears_nothing_for(0.3)
        assert viewer.beats >= 2


async def test_a_stream_ends_some_day_so_that_the_guard_is_passed_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 0.1)
    async with viewing(town.app, town.cookies) as viewer:
        async with asyncio.timeout(1):
            await viewer.ended.wait()


async def test_strangers_hear_nothing(town: Town) -> None:
    async with viewing(town.app, httpx.Cookies()) as viewer:
        async with asyncio.timeout(1):
            await viewer.ended.wait()
        assert viewer.status == 303
    assert town.screens() == 0


async def test_an_idle_process_asks_one_thing_an_interval_however_many_watch(
    town: Town, counted: Counted
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        viewers = [
            await stack.enter_async_context(viewing(town.app, town.cookies)) for _ in range(20)
        ]
        for viewer in viewers:
            await viewer.next()
        async with LiveWatch(town.signals, every_seconds=0.1).running():
            await asyncio.sleep(0.05)
            counted.said.clear()
            await asyncio.sleep(0.5)
    assert 2 <= len(counted.said) <= 6
    assert counted.about("FROM live_revision") == len(counted.said)


async def test_after_many_unheard_changes_everybody_reads_everything(town: Town) -> None:
    boots = await arrange.issued("Many")
    await arrange.many_more_like(boots, 100)
    async with (
        LiveWatch(town.signals, every_seconds=0.1).running(),
        viewing(town.app, town.cookies) as viewer,
        town.signals.subscribe() as news,
    ):
        await viewer.next()
        await asyncio.sleep(0.2)
        async with work(SYSTEM, Silent()) as doing:
            for boot_id in range(boots, boots + 101):
                doing.touch(boot_id)
        assert await anext(news) == CatchUp()
        assert list((await viewer.next())[1]) == ["all"]


@pytest.mark.parametrize("end", ["signed out", "must set codes up"])
async def test_an_open_stream_ends_soon_after_its_session_even_in_a_busy_town(
    town: Town, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.2)
    boot_id = await a_boot()
    async with viewing(town.app, town.cookies) as viewer:
        await viewer.next()
        await town.change(boot_id, hinted=True)
        assert (await viewer.next())[0] == "changed"
        if end == "signed out":
            await StaffSession.delete(force=True)
        else:
            await Staff.update({Staff.role: "admin"}, force=True)
            await switch(second_factor_admins="true")
        for _ in range(10):
            await town.change(boot_id, hinted=True)
            await asyncio.sleep(0.05)
        async with asyncio.timeout(1):
            await viewer.ended.wait()

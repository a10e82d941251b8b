"""Hints reach every screen, never hold up the writer, and say so when some were lost."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress

import pytest

from app.gateways.live.memory import MemorySignals
from app.gateways.live.redis_signals import RedisSignals
from app.gateways.live.signals import CatchUp, Changed, Signal, Signals
from tests.servers import RedisServer


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture(params=["memory", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Signals]:
    made: Signals
    if request.param == "memory":
        made = MemorySignals(backlog=3)
    else:
        server: RedisServer = request.getfixturevalue("redis")
        made = RedisSignals(server.url, channel="contract", backlog=3)
        async with made.subscribe() as first:
            await settled(first)
    yield made
    await made.close()


async def soon(signals: AsyncIterator[Signal]) -> Signal:
    async with asyncio.timeout(10):
        return await anext(signals)


async def settled(signals: AsyncIterator[Signal]) -> None:
    """Wait until a bus between processes really listens."""
    assert await soon(signals) == CatchUp()


async def test_every_subscriber_hears_of_a_change(bus: Signals) -> None:
    assert isinstance(bus, Signals)
    async with bus.subscribe() as one, bus.subscribe() as two:
        await bus.publish(Changed(7, 3))
        assert await soon(one) == Changed(7, 3)
        assert await soon(two) == Changed(7, 3)


async def test_a_boot_that_changes_often_is_told_once_with_its_last_revision(bus: Signals) -> None:
    async with bus.subscribe() as signals:
        for revision in (1, 3, 2):
            await bus.publish(Changed(7, revision))
        await bus.publish(Changed(8, 1))
        assert await soon(signals) == Changed(7, 3)
        assert await soon(signals) == Changed(8, 1)


async def test_who_gave_up_waiting_hears_of_the_next_change(bus: Signals) -> None:
    async with bus.subscribe() as signals:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await anext(signals)
        await bus.publish(Changed(7, 1))
        assert await soon(signals) == Changed(7, 1)


async def test_a_slow_subscriber_is_told_to_catch_up_and_holds_nobody_up(bus: Signals) -> None:
    async with bus.subscribe() as slow, bus.subscribe() as fast:
        for boot_id in range(1, 9):
            await bus.publish(Changed(boot_id, 1))
            assert await soon(fast) == Changed(boot_id, 1)
        assert await soon(slow) == CatchUp()
        await bus.publish(Changed(20, 1))
        assert await soon(slow) == Changed(20, 1)


async def test_closing_ends_open_streams_and_later_ones(bus: Signals) -> None:
    async with bus.subscribe() as signals:
        waiting = asyncio.ensure_future(_all(signals))
        await asyncio.sleep(0.1)
        await bus.close()
        async with asyncio.timeout(5):
            assert all(signal == CatchUp() for signal in await waiting)


async def test_a_subscriber_that_left_is_forgotten() -> None:
    bus = MemorySignals()
    async with bus.subscribe():
        assert len(bus._subscribers) == 1
    assert len(bus._subscribers) == 0
    await bus.publish(Changed(1, 1))


async def test_hints_cross_from_one_process_to_another(redis: RedisServer) -> None:
    async with AsyncExitStack() as stack:
        web, worker = RedisSignals(redis.url), RedisSignals(redis.url)
        stack.push_async_callback(web.close)
        stack.push_async_callback(worker.close)
        signals = await stack.enter_async_context(web.subscribe())
        await settled(signals)
        await worker.publish(Changed(5, 9))
        assert await soon(signals) == Changed(5, 9)


async def test_one_process_opens_one_listening_connection(redis: RedisServer) -> None:
    web = RedisSignals(redis.url, channel="single")
    async with AsyncExitStack() as stack:
        for turn in range(5):
            signals = await stack.enter_async_context(web.subscribe())
            if turn == 0:
                await settled(signals)
        counts = await web._redis.pubsub_numsub("single")
        assert counts == [("single", 1)]
    await web.close()


async def test_a_killed_redis_silences_nobody_here_and_all_catch_up_afterwards(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with RedisServer() as server:
        web, worker = RedisSignals(server.url), RedisSignals(server.url)
        async with web.subscribe() as signals:
            await settled(signals)
            server.kill()
            with caplog.at_level(logging.WARNING):
                await worker.publish(Changed(1, 1))
                await web.publish(Changed(2, 2))
            assert "hint not published" in caplog.text
            assert await soon(signals) == Changed(2, 2)
            await asyncio.to_thread(server.restart)
            await settled(signals)
            await worker.publish(Changed(3, 3))
            assert await soon(signals) == Changed(3, 3)
        await web.close()
        await worker.close()


async def test_what_strangers_publish_is_dropped(redis: RedisServer) -> None:
    web = RedisSignals(redis.url, channel="strangers")
    async with web.subscribe() as signals:
        await settled(signals)
        for text in ("", "x", "a:b:c", "a:1", "a:1:2:3", "a:-1:2"):
            await web._redis.publish("strangers", text)
        await web._redis.publish("strangers", "other:4:5")
        assert await soon(signals) == Changed(4, 5)
    await web.close()


async def test_closing_does_not_wait_for_a_listener_that_missed_the_first_cancel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def deaf_once(self: RedisSignals) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    monkeypatch.setattr(RedisSignals, "_listen", deaf_once)
    bus = RedisSignals("redis://127.0.0.1:1/0")
    async with bus.subscribe(), asyncio.timeout(5):
        await asyncio.sleep(0)
        await bus.close()


async def _all(signals: AsyncIterator[Signal]) -> list[Signal]:
    return [signal async for signal in signals]

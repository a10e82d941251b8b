"""Notices are signed, repeated until accepted, and never held up by one another."""

import asyncio
import hashlib
import hmac
import sqlite3
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.gateways.payments.provider import NoticeKind
from tests.sandbox.bench import SECRET, SandboxBench, an_order, sandbox_bench


def deliveries(bench: SandboxBench) -> list[tuple[str, int]]:
    with sqlite3.connect(bench.settings.store) as db:
        rows = db.execute("SELECT status, attempts FROM deliveries ORDER BY copy").fetchall()
    db.close()
    return rows


async def moment_passed() -> None:
    """The store rings no bell, so tests look again."""
    await asyncio.sleep(0.02)


async def settled(bench: SandboxBench) -> None:
    """Wait until no delivery is waiting any more."""
    async with asyncio.timeout(10):
        while any(status == "waiting" for status, _ in deliveries(bench)):
            await moment_passed()


async def pay_one(bench: SandboxBench, reference: str = "pay_0001") -> None:
    order = an_order(bench.clock(), reference=reference)
    await bench.pay(await bench.provider.open_checkout(order))


async def test_a_notice_carries_an_hmac_over_time_and_body(sandbox: SandboxBench) -> None:
    await pay_one(sandbox)
    headers, body = (await sandbox.posts(NoticeKind.PAID, 1))[0]
    seconds, code = (part.split("=")[1] for part in headers["Sandbox-Signature"].split(","))
    signed = f"{seconds}.".encode() + body
    assert code == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    notice = msgspec.json.decode(body)
    assert set(notice) == {"id", "type", "created_at", "live", "data"}
    assert set(notice["data"]) == {"checkout"}
    assert notice["data"]["checkout"]["status"] == "paid"


async def test_a_notice_is_repeated_until_it_is_accepted(tmp_path: Path) -> None:
    async with sandbox_bench(tmp_path / "s", duplicates=0) as bench:
        bench.merchant.answers.extend([500, 302, 404])
        await pay_one(bench)
        posts = await bench.posts(NoticeKind.PAID, 4)
        await settled(bench)
        assert len({body for _, body in posts}) == 1
        assert deliveries(bench) == [("delivered", 4)]


async def test_each_copy_is_delivered_whatever_becomes_of_the_others(tmp_path: Path) -> None:
    async with sandbox_bench(tmp_path / "s", duplicates=3) as bench:
        bench.merchant.answers.append(500)
        await pay_one(bench)
        await bench.posts(NoticeKind.PAID, 5)
        await settled(bench)
        assert sorted(deliveries(bench)) == [("delivered", 1)] * 3 + [("delivered", 2)]


async def test_different_notices_travel_together_but_never_more_than_eight(tmp_path: Path) -> None:
    async with sandbox_bench(tmp_path / "s", duplicates=0) as bench:
        bench.merchant.delay_seconds = 0.2
        for number in range(20):
            await pay_one(bench, f"pay_{number}")
        await bench.posts(NoticeKind.PAID, 20)
        assert bench.merchant.most_at_once == 8


async def test_pauses_grow_up_to_the_longest(tmp_path: Path) -> None:
    async with sandbox_bench(
        tmp_path / "s", duplicates=0, retry_seconds=10, longest_pause=timedelta(seconds=15)
    ) as bench:
        bench.merchant.answers.extend([500] * 3)
        await pay_one(bench)
        pauses = []
        for attempt in range(1, 4):
            await bench.posts(NoticeKind.PAID, attempt)
            async with asyncio.timeout(5):
                while deliveries(bench) != [("waiting", attempt)]:
                    await moment_passed()
            with sqlite3.connect(bench.settings.store) as db:
                next_at = db.execute("SELECT unixepoch(next_at) FROM deliveries").fetchone()[0]
            db.close()
            pauses.append(round(next_at - bench.clock().timestamp()))
            bench.clock.move(seconds=20)
        assert pauses == pytest.approx([10, 15, 15], abs=2)
        await bench.posts(NoticeKind.PAID, 4)


async def test_after_a_day_it_gives_up(tmp_path: Path) -> None:
    async with sandbox_bench(
        tmp_path / "s", duplicates=0, give_up_after=timedelta(seconds=0.2)
    ) as bench:
        bench.merchant.answers.extend([500] * 100)
        await pay_one(bench)
        await settled(bench)
        assert deliveries(bench)[0][0] == "given_up"
        assert len(bench.merchant.posts) > 1


async def test_a_merchant_that_is_away_gets_the_notice_when_back(tmp_path: Path) -> None:
    async with sandbox_bench(tmp_path / "s", webhook_url="http://127.0.0.1:9/hook") as bench:
        await pay_one(bench)
        await asyncio.sleep(0.2)
        attempts = [attempts for _, attempts in deliveries(bench)]
        assert all(attempts), attempts
    async with sandbox_bench(tmp_path / "s") as bench:
        assert len(await bench.posts(NoticeKind.PAID, 2)) == 2

"""The sandbox as a program of its own, over real sockets, killed in the middle."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from app.gateways.payments.provider import NoticeKind, OpenedCheckout
from app.gateways.payments.sandbox import SandboxProvider
from tests.ports import free_port
from tests.sandbox.bench import API_KEY, SECRET, an_order
from tests.sandbox.merchant import listening_merchant

ROOT = Path(__file__).parents[2]


@contextmanager
def a_sandbox(port: int, store: Path, webhook_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m sandbox`; killed (-9) on the way out if it still runs."""
    environment = {
        "PATH": os.environ["PATH"],
        "SANDBOX_PORT": str(port),
        "SANDBOX_STORE": str(store),
        "SANDBOX_API_KEY": API_KEY,
        "SANDBOX_WEBHOOK_SECRET": SECRET,
        "SANDBOX_WEBHOOK_URL": webhook_url,
        "SANDBOX_RETRY_SECONDS": "0.3",
        "SANDBOX_SLOW_SECONDS": "1",
        "SANDBOX_DUPLICATES": "1",
    }
    with subprocess.Popen([sys.executable, "-m", "sandbox"], cwd=ROOT, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


async def answering(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(15):
        while True:
            try:
                (await client.get(f"{url}/healthz")).raise_for_status()
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return


async def press(opened: OpenedCheckout, card: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(opened.url, data={"card": card})).status_code == 303


async def test_a_sandbox_killed_between_failed_deliveries_loses_nothing(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://localhost:{port}"
    provider = SandboxProvider(url, url, API_KEY, (SECRET,))
    async with listening_merchant() as merchant:
        # Two copies fail twice each before the kill; every later attempt is accepted.
        merchant.answers.extend([500, 503, 500, 503])
        with a_sandbox(port, tmp_path / "s.sqlite3", merchant.url) as first:
            await answering(url)
            quick = await provider.open_checkout(an_order(datetime.now(UTC)))
            slow = await provider.open_checkout(an_order(datetime.now(UTC), reference="pay_0002"))
            await press(quick, "approve")
            await merchant.until(lambda: len(merchant.posts) >= 4)
            await press(slow, "slow")
            first.kill()
            await asyncio.to_thread(first.wait)
        assert len(merchant.posts) == 4
        with a_sandbox(port, tmp_path / "s.sqlite3", merchant.url) as second:
            await answering(url)
            await merchant.until(lambda: len(merchant.posts) >= 8)
            asked = [await provider.ask(one.provider_ref) for one in (quick, slow)]
            second.terminate()
            # The server ends its work and then lets the signal have its way.
            assert await asyncio.to_thread(second.wait, 10) == -signal.SIGTERM
    await provider.close()
    told = [provider.read_notice(*post) for post in merchant.posts]
    assert {notice.kind for notice in told + asked} == {NoticeKind.PAID}
    accepted = [notice.provider_ref for notice in told[4:]]
    assert sorted(accepted) == sorted([quick.provider_ref, slow.provider_ref] * 2)
    assert len({notice.event_id for notice in told}) == 2


def test_without_its_secrets_the_program_says_what_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sandbox"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 2
    assert b"SANDBOX_API_KEY" in done.stderr


async def test_a_sandbox_that_starts_and_stops_as_it_should_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    with a_sandbox(port, tmp_path / "s.sqlite3", "http://localhost:1/hooks") as sandbox:
        await answering(f"http://localhost:{port}")
        sandbox.send_signal(signal.SIGINT)
        await asyncio.to_thread(sandbox.wait, 10)
    # "Running on …" would be taken for the address to open, which `make run` prints itself.
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")

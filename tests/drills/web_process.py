"""The web server as a process of its own, for drills that race on it or kill it."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.ports import free_port
from tests.servers import ServerError

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_SECONDS = 30


class WebProcess:
    """`python -m app web` on a free port, with this process' database and keys.

    `without` names guards of tests/drills/weakened.py that this process runs without.
    """

    def __init__(self, *, without: tuple[str, ...] = (), smtp_url: str = "") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (close does)
        program = ("tests.drills.weakened", *without) if without else ("app", "web")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *program],
            cwd=ROOT,
            stdout=self._log,
            stderr=self._log,
            env=os.environ
            | {
                "PORT": str(self.port),
                "BASE_URL": self.url,
                # Nobody listens there: the drills bring the provider's word themselves.
                "SANDBOX_URL": "http://127.0.0.1:9",
                "SMTP_URL": smtp_url,
                "SWEEP_SECONDS": "0.2",
            },
        )

    async def answers(self) -> None:
        """Wait until it takes requests. Raises `ServerError` with what it said."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            for _ in range(STARTS_WITHIN_SECONDS * 20):
                try:
                    if (await client.get("/healthz")).is_success:
                        return
                except httpx.TransportError:
                    if self._process.poll() is not None:
                        break
                await asyncio.sleep(0.05)
        raise ServerError(f"the web server did not start:\n{self.said()}")

    def said(self) -> str:
        """Every error it has logged so far."""
        # Not by seeking: the process writes through the same offset.
        log = self._log.fileno()
        return os.pread(log, os.fstat(log).st_size, 0).decode(errors="replace")

    def kill(self) -> None:
        """kill -9; what it had logged can still be read."""
        self._process.kill()
        self._process.wait()

    def close(self) -> str:
        """Kill it if it still runs, and return what it had logged."""
        self.kill()
        with self._log:
            return self.said()


@asynccontextmanager
async def serving(
    processes: int = 1, *, without: tuple[str, ...] = (), smtp_url: str = ""
) -> AsyncIterator[list[WebProcess]]:
    """Web servers on one database, killed on the way out.

    Raises `AssertionError` when one of them logged an error; weakened ones may.
    """
    servers = [WebProcess(without=without, smtp_url=smtp_url) for _ in range(processes)]
    said = ""
    try:
        await asyncio.gather(*(server.answers() for server in servers))
        yield servers
    finally:
        said = "".join([server.close() for server in servers])
    if said and not without:
        raise AssertionError(said)

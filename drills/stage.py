"""Everything the distributed profile needs, each part a program that can be killed."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.payers import Payer
from drills.post_office import Book
from drills.teller import API_KEY, SECRET, Teller
from e2e.programs import Program
from tests.ports import free_port
from tests.servers import PostgresServer, RedisServer

WEBS = 2
DATABASE = "drill"
STARTS_WITHIN_SECONDS = 30.0


@dataclass(frozen=True)
class Victim:
    """A part of the town that a kill -9 may hit; `start` brings it back as it was left."""

    name: str
    kill: Callable[[], None]
    start: Callable[[], None]


class Stage:
    """Two web processes, one worker, PostgreSQL, Redis, a mail server and the card provider.

    `without` names a guard of tests/drills/weakened.py that the product's programs run without:
    the control of a drill.
    """

    def __init__(self, folder: Path, *, without: str = "") -> None:
        self.payers: list[Payer] = []
        self.book = Book(folder / "mails.jsonl")
        self.teller = Teller(())
        self._folder = folder
        self._without = without
        self._postgres = PostgresServer()
        self._redis = RedisServer()
        self._mail_port = free_port()
        self._web_ports = [free_port() for _ in range(WEBS)]
        self._programs: dict[str, Program] = {}

    @property
    def webs(self) -> list[str]:
        """Where notices may be posted."""
        return [f"http://127.0.0.1:{port}" for port in self._web_ports]

    @property
    def victims(self) -> list[Victim]:
        """Everything that may be killed; the card provider and the drill itself may not."""
        programs = [Victim(name, one.kill, one.start) for name, one in self._programs.items()]
        return [
            *programs,
            Victim("redis", self._redis.kill, self._redis.start),
            Victim("postgres", self._postgres.kill, self._postgres.start),
        ]

    def victim(self, name: str) -> Victim:
        """The one of this name."""
        return next(one for one in self.victims if one.name == name)

    def sql(self, statement: str) -> list[str]:
        """The rows of one statement, as text."""
        return self._postgres.sql(statement, DATABASE).splitlines()

    def ledger_check(self) -> str:
        """What `ledger-check` complains about; "" when the books balance."""
        done = subprocess.run(
            [sys.executable, "-m", "app", "ledger-check"],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr if done.returncode else ""

    @asynccontextmanager
    async def set_up(self, payers: int) -> AsyncIterator[None]:
        """Start everything with so many open checkouts; gone without a trace afterwards."""
        with ExitStack() as servers:
            servers.enter_context(self._postgres)
            servers.enter_context(self._redis)
            self._postgres.create_database(DATABASE)
            filled = await asyncio.to_thread(self._fill, payers)
            self.payers = [Payer(**payer) for payer in json.loads(filled)]
            self.teller = Teller(self.payers)
            async with self.teller.answering():
                self._make_programs()
                for program in self._programs.values():
                    servers.callback(program.kill)
                    program.start()
                yield

    async def answers(self, client: httpx.AsyncClient) -> None:
        """Wait until every web process takes requests. Raises `TimeoutError`, `DidNotRun`."""
        for web in self.webs:
            async with asyncio.timeout(STARTS_WITHIN_SECONDS):
                while not await _healthy(client, web):
                    for program in self._programs.values():
                        program.check()
                    await asyncio.sleep(0.1)

    def _fill(self, payers: int) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "drills.fill", str(payers)],
            env=self._environment(),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def _make_programs(self) -> None:
        product = ("tests.drills.weakened", self._without) if self._without else ("app",)
        environment = self._environment()

        def program(name: str, *words: str, **more: str) -> None:
            log = self._folder / f"{name}.log"
            self._programs[name] = Program(words, {**environment, **more}, log)

        for number, port in enumerate(self._web_ports, 1):
            program(f"web {number}", *product, "web", PORT=str(port))
        program("worker", *product, "worker")
        program("mail server", "drills.post_office", str(self._mail_port), str(self.book.path))

    def _environment(self) -> Mapping[str, str]:
        return {
            **os.environ,
            "MODE": "demo",
            "PROFILE": "distributed",
            "HOST": "127.0.0.1",
            "BASE_URL": "http://localhost:8000",
            "DATA_DIR": str(self._folder),
            "DATABASE_URL": self._postgres.url(DATABASE),
            "REDIS_URL": self._redis.url,
            "POOL_SIZE": "5",
            "SMTP_URL": f"smtp://127.0.0.1:{self._mail_port}",
            "SANDBOX_URL": f"http://127.0.0.1:{self.teller.port or 9}",
            "SANDBOX_API_KEY": API_KEY,
            "SANDBOX_WEBHOOK_SECRETS": SECRET,
            "STRIPE_SECRET_KEY": "",
            # A drill speaks for drivers of many addresses.
            "TRUSTED_PROXIES": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
        }


async def _healthy(client: httpx.AsyncClient, web: str) -> bool:
    try:
        return (await client.get(f"{web}/healthz")).is_success
    except httpx.HTTPError:
        return False

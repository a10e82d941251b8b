"""A whole Bootkeeper with its demonstration town, running beside the tests."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.demo.cast import PEOPLE
from app.rules.people.access import Role
from e2e.programs import DidNotRun, Program
from tests.ports import free_port
from tests.servers import PostgresServer, RedisServer

START_SECONDS = 40.0
API_KEY = "e2e-sandbox-key-0000000000"
WEBHOOK_SECRET = "e2e-webhook-secret-000000000000"
PASSWORDS = {person.role: (person.email, person.password) for person in PEOPLE}
NAMES = {person.role: person.name for person in PEOPLE}


@dataclass(frozen=True)
class Checkout:
    """What the card provider says about one checkout; amounts in cents."""

    status: str
    amount_cents: int
    captured_cents: int
    refunded_cents: int


class Town(ABC):
    """Processes on free ports with an empty data folder; every address is public there."""

    def __init__(self, folder: Path, smtp_url: str) -> None:
        self.folder = folder
        self.port, self.sandbox_port = free_port(), free_port()
        self.address = f"http://localhost:{self.port}"
        self.sandbox_address = f"http://localhost:{self.sandbox_port}"
        self.signed_in: dict[Role, Any] = {}
        self._smtp_url = smtp_url

    @abstractmethod
    def start(self) -> None:
        """Start everything and wait until it answers. Raises `DidNotRun`."""

    @abstractmethod
    def kill(self) -> None:
        """kill -9 of every program of the product."""

    @abstractmethod
    def stop(self) -> None:
        """Stop everything in an orderly way."""

    def checkout(self, checkout_id: str) -> Checkout:
        """Ask the provider itself, not the product, how a checkout stands."""
        answer = httpx.get(
            f"{self.sandbox_address}/v1/checkouts/{checkout_id}",
            headers={"Authorization": f"Bearer {API_KEY}"},
        )
        found = answer.raise_for_status().json()
        capture = found["capture"] or {"amount_cents": 0, "refunded_cents": 0}
        return Checkout(
            status=found["status"],
            amount_cents=found["amount_cents"],
            captured_cents=capture["amount_cents"],
            refunded_cents=capture["refunded_cents"],
        )

    def environment(self, **more: str) -> dict[str, str]:
        """What every program of this town is told."""
        return {
            "MODE": "demo",
            "PROFILE": "embedded",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BASE_URL": self.address,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "SMTP_URL": self._smtp_url,
            "SANDBOX_PORT": str(self.sandbox_port),
            "SANDBOX_URL": self.sandbox_address,
            "SANDBOX_API_KEY": API_KEY,
            "SANDBOX_WEBHOOK_SECRETS": WEBHOOK_SECRET,
            "SANDBOX_SLOW_SECONDS": "3",
            # Each browser says where it is, as if it came through a proxy.
            "TRUSTED_PROXIES": "127.0.0.1,::1",
            "LOG_LEVEL": "INFO",
            **more,
        }


class EmbeddedTown(Town):
    """One process with its worker inside, exactly as `make run` starts it."""

    def __init__(self, folder: Path, smtp_url: str, database_url: str = "", **more: str) -> None:
        super().__init__(folder, smtp_url)
        self._told = self.environment(DATABASE_URL=database_url, **more)
        self._all = Program(["app", "run"], self._told, folder / "run.log")

    def start(self) -> None:
        self._all.start()
        _wait_for(f"{self.address}/healthz", self._all.check)

    def kill(self) -> None:
        self._all.kill()

    def stop(self) -> None:
        self._all.stop()

    def days_pass(self, plate: str, days: int = 1) -> None:
        """Let midnights pass for a car and its boot; nobody has to wait for them."""
        self._run("e2e.days_pass", plate, str(days))

    def check_books(self) -> None:
        """Prove that the books balance and the card providers say the same, or `DidNotRun`."""
        self._run("app", "ledger-check")

    def _run(self, *words: str) -> None:
        program = Program(words, self._told, self.folder / f"{words[0]}.log")
        program.start()
        program.finish()


class DistributedTown(Town):
    """PostgreSQL and Redis, two web processes, one worker, and the provider by itself."""

    def __init__(self, folder: Path, smtp_url: str) -> None:
        super().__init__(folder, smtp_url)
        self.second_port = free_port()
        self.second_address = f"http://localhost:{self.second_port}"
        self._servers = ExitStack()
        self._programs: list[Program] = []

    def start(self) -> None:
        postgres = self._servers.enter_context(PostgresServer())
        redis = self._servers.enter_context(RedisServer())
        shared = self.environment(
            PROFILE="distributed",
            DATABASE_URL=postgres.create_database("town"),
            REDIS_URL=redis.url,
            POOL_SIZE="5",
        )
        for words in (["app", "migrate"], ["e2e.fill"]):
            program = self._program(words, shared)
            program.start()
            program.finish()
        self._programs = [
            self._program(["sandbox"], {**shared, **self._sandbox()}),
            self._program(["app", "web"], shared),
            # The provider's notices reach the web process that the driver is not talking to.
            self._program(["app", "web"], {**shared, "PORT": str(self.second_port)}),
            self._program(["app", "worker"], shared),
        ]
        for program in self._programs:
            program.start()
        for address in (self.sandbox_address, self.address, self.second_address):
            _wait_for(f"{address}/healthz", self._check)

    def kill(self) -> None:
        for program in self._programs:
            program.kill()

    def stop(self) -> None:
        with self._servers:
            for program in reversed(self._programs):
                program.stop()

    def _sandbox(self) -> Mapping[str, str]:
        return {
            "SANDBOX_STORE": str(self.folder / "sandbox.sqlite"),
            "SANDBOX_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "SANDBOX_WEBHOOK_URL": f"http://127.0.0.1:{self.second_port}/hooks/sandbox",
        }

    def _program(self, words: list[str], environment: Mapping[str, str]) -> Program:
        name = f"{'-'.join(words)}-{environment['PORT']}.log"
        return Program(words, environment, self.folder / name)

    def _check(self) -> None:
        for program in self._programs:
            program.check()


def _wait_for(address: str, check: Callable[[], None]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check()
        with suppress(httpx.TransportError):
            if httpx.get(address, timeout=2).is_success:
                return
        time.sleep(0.05)
    raise DidNotRun(f"{address} did not answer in {START_SECONDS} s")

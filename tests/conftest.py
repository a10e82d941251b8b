"""Chooses the database engine of a run and gives each test a fresh, migrated database."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.db import close_database, open_database
from app.gateways import passwords
from app.reads.settings.system_settings import forget_cached_settings
from tests.databases import Databases
from tests.servers import PostgresServer

_ROOM = Path(tempfile.mkdtemp(prefix="bootkeeper-tests-"))
# Before anything imports piccolo_conf: the tests never touch a database of this checkout.
os.environ.update(
    DATA_DIR=str(_ROOM), DATABASE_URL=f"sqlite:///{_ROOM / 'unused.sqlite'}", LOG_LEVEL="ERROR"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine=sqlite|postgres` decides which database the whole run uses."""
    parser.addoption("--engine", choices=("sqlite", "postgres"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Name the engine before the tables are imported."""
    if config.getoption("--engine") == "postgres":
        os.environ["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/unused"


def pytest_report_header(config: pytest.Config) -> str:
    """Say which engine this run is about."""
    return f"engine: {config.getoption('--engine')}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_ROOM, ignore_errors=True)


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgres`."""
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def postgres_server(engine_name: str) -> Iterator[PostgresServer | None]:
    """The run's private PostgreSQL; a missing one fails the run, nothing skips on it."""
    if engine_name == "sqlite":
        yield None
        return
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres_server: PostgresServer | None) -> Databases:
    """The run's source of databases."""
    return Databases(postgres_server, _ROOM)


@pytest.fixture
async def app_db(databases: Databases) -> AsyncIterator[str]:
    """A migrated database of this test alone, open on its loop; the value is its URL."""

    url = databases.lend()
    forget_cached_settings()
    await open_database()
    yield url
    await close_database()
    await databases.take_back()


@pytest.fixture(scope="session", autouse=True)
def hasher_of_the_product() -> Iterator[PasswordHasher]:
    """What `test_passwords` tries; all else has a quick one, or a third of a run is hashing."""
    with pytest.MonkeyPatch.context() as patch:
        made = passwords._HASHER
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_HASHER", quick)
        yield made


class RecordingBells:
    """Bells that only remember what they were told."""

    def __init__(self) -> None:
        self.rung: list[frozenset[str]] = []
        self.hinted: list[dict[int, int]] = []

    async def ring(self, queues: frozenset[str]) -> None:
        """Remember the queues."""
        self.rung.append(queues)

    async def hint(self, changed: Mapping[int, int]) -> None:
        """Remember the boots."""
        self.hinted.append(dict(changed))


@pytest.fixture
def bells() -> RecordingBells:
    """Bells that only remember what they were told."""
    return RecordingBells()

"""One town and one browser for all journeys; every test gets its own people and a clean watch."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from e2e.booted import Clerk
from e2e.browsers import PATIENCE_MS, Visitors, chromium
from e2e.mail import MailServer
from e2e.town import EmbeddedTown, Town
from tests.servers import PostgresServer

# E2E_ENGINE=postgres runs the same journeys on PostgreSQL.
ENGINE = os.environ.get("E2E_ENGINE", "sqlite")
HERE = Path(__file__).parent

expect.set_options(timeout=PATIENCE_MS)


def pytest_report_header() -> str:
    """Say which engine these journeys run on."""
    return f"engine of the journeys: {ENGINE}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: the browser lives on it from the first journey to the last."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def rooms() -> Iterator[Callable[[str], Path]]:
    """Makes empty data folders that are gone after the run."""
    home = Path(tempfile.mkdtemp(prefix="bootkeeper-e2e-"))

    def make(name: str) -> Path:
        room = home / name
        room.mkdir()
        return room

    yield make
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServer]:
    """The mail server of every town."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def database_for() -> Iterator[Callable[[str], str]]:
    """Makes an empty database of the chosen engine; "" is the SQLite file in the data folder."""
    with ExitStack() as servers:
        if ENGINE == "sqlite":
            yield lambda _: ""
        elif ENGINE == "postgres":
            yield servers.enter_context(PostgresServer()).create_database
        else:
            raise pytest.UsageError(f"E2E_ENGINE is sqlite or postgres, not {ENGINE!r}")


@pytest.fixture(scope="session")
def town(
    rooms: Callable[[str], Path], mail: MailServer, database_for: Callable[[str], str]
) -> Iterator[Town]:
    """The town most journeys share; each brings boots and cars of its own."""
    made = EmbeddedTown(rooms("shared"), mail.url, database_for("shared"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def own_town(
    rooms: Callable[[str], Path],
    mail: MailServer,
    database_for: Callable[[str], str],
    request: pytest.FixtureRequest,
) -> Iterator[Town]:
    """A town for one test that changes settings or kills things."""
    name = request.node.name.split("[")[0][-40:]
    made = EmbeddedTown(rooms(name), mail.url, database_for(name))
    made.start()
    yield made
    made.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the run; people share nothing but the program."""
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visitors_of(browser: Browser) -> AsyncIterator[Callable[[Town], Visitors]]:
    """Makes the visitors of a town; at the end no page may have broken its policy or crashed."""
    made: list[Visitors] = []
    async with AsyncExitStack() as contexts:

        def make(town: Town) -> Visitors:
            made.append(Visitors(browser, town, contexts))
            return made[-1]

        yield make
    troubles = [trouble for visitors in made for trouble in visitors.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def visitors(visitors_of: Callable[[Town], Visitors], town: Town) -> Visitors:
    """The people of the shared town."""
    return visitors_of(town)


@pytest.fixture(scope="session")
def clerk(town: Town) -> Iterator[Clerk]:
    """Puts boots on cars in the shared town."""
    with Clerk(town) as made:
        yield made

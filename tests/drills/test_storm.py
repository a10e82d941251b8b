"""The big drills in small: kills under a rain of webhooks, and a crowd that guesses."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from drills.guesses import guess
from drills.r1 import CONTROL
from drills.storm import Weather, storm


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder for the keys and logs of one stage."""
    with tempfile.TemporaryDirectory(prefix="bootkeeper-drill-") as name:
        yield Path(name)


@pytest.fixture(autouse=True)
def _several_processes(engine_name: str) -> None:
    """Several processes need PostgreSQL; the suite on SQLite has one of its own to kill."""
    if engine_name != "postgres":
        pytest.skip("the distributed profile is PostgreSQL's")


async def test_a_dozen_kills_lose_no_code_and_send_none_uncalled_for(room: Path) -> None:
    outcome = await storm(room, Weather(payments=120, kills=12, seconds=11))
    assert outcome.faults == []
    # The final kill, after which waits are shortened, is one more.
    assert outcome.kills.total() == 13
    assert outcome.paid == 120


async def test_without_the_outbox_the_same_kills_lose_codes(room: Path) -> None:
    """The control: a storm that loses nothing here proves nothing there."""
    outcome = await storm(room, CONTROL, without="distributed_outbox")
    assert outcome.lost > 0


async def test_without_the_outbox_and_without_kills_every_code_comes(room: Path) -> None:
    """The control's own control: it is the kills that lose them."""
    outcome = await storm(
        room, Weather(payments=8, kills=0, seconds=1), without="distributed_outbox"
    )
    assert outcome.lost == 0


async def test_a_crowd_on_two_processes_gets_exactly_its_tries(room: Path) -> None:
    guessed = await guess(room, 300)
    assert guessed.faults == []


async def test_counting_in_each_process_is_seen_to_let_more_through(room: Path) -> None:
    """The control: the crowd notices when the limits are not shared."""
    guessed = await guess(room, 90, without="shared_guesses")
    assert (guessed.of_a_ticket, guessed.of_an_address) == (10, 20)

"""The demonstration town: an interrupted first start is finished by the next one."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.demo import opening, town
from app.demo.cast import BOOTS, PEOPLE, STREET
from app.demo.opening import sandbox_beside
from app.gateways.vault import Vault
from app.settings import load_settings
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.people.staff import Staff
from app.tables.records.audit_event import AuditEvent
from app.tables.street.violation import Violation
from tests.factories import Silent, a_staff


class PowerCut(Exception):
    """The first start ends here."""


async def fill() -> bool:
    """Fill the town as a start does."""
    return await town.fill_town(Silent(), Vault(load_settings().seal_keys))


async def looks() -> dict[str, Any]:
    """What a visitor would count."""
    return {
        "staff": await Staff.count(),
        "tickets": await Violation.count(),
        "numbers": sorted(row["number"] for row in await Violation.select(Violation.number)),
        "boots": sorted((row["name"], row["status"]) for row in await Boot.select()),
    }


@pytest.mark.parametrize(
    ("verb", "after"), [("add_staff", 1), ("add_boot", 5), ("park", 0), ("park", 4), ("park", 7)]
)
async def test_a_town_that_was_interrupted_is_finished_by_the_next_start(
    verb: str, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(town, verb)
    calls = 0

    async def failing(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > after:
            raise PowerCut
        return await real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(town, verb, failing)
        with pytest.raises(PowerCut):
            await fill()
    assert await fill()
    seen = await looks()
    assert seen["staff"] == len(PEOPLE)
    assert seen["tickets"] == len(STREET)
    assert seen["numbers"] == [f"TT-{n}" for n in range(10126, 10134)]
    assert len(seen["boots"]) == len(BOOTS)
    assert not await fill()
    assert await looks() == seen


async def test_a_release_cut_off_between_its_steps_is_taken_up_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: Any, **__: Any) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr("app.demo.street.mark_returned", never)
        with pytest.raises(PowerCut):
            await fill()
    assert await fill()
    returned = await Boot.select(Boot.status).where(Boot.name == "Red Boot 05").first()
    assert returned["status"] == "returned"


async def test_a_house_with_people_of_its_own_is_left_alone() -> None:
    await a_staff()
    assert not await fill()
    assert await Boot.count() == 0
    assert not await AuditEvent.exists().where(AuditEvent.verb == town.BEGUN)


async def test_no_deadline_of_the_town_lies_before_its_release() -> None:
    await fill()
    rows = await BootAssignment.select().where(BootAssignment.released_at.is_not_null())
    assert len(rows) >= 3
    for row in rows:
        assert row["issued_at"] < row["released_at"]
        assert row["return_due_at"] - row["released_at"] == timedelta(hours=24)


async def test_the_sandbox_beside_us_learns_none_of_our_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: dict[str, str] = {}

    class Child:
        returncode = 0

        async def wait(self) -> int:
            return 0

    async def start(*_: str, env: dict[str, str]) -> Child:
        given.update(env)
        return Child()

    async def answers(*_: Any) -> None:
        """At once."""

    monkeypatch.setenv("SEAL_KEYS", load_settings().seal_keys[0])
    monkeypatch.setenv("SANDBOX_DUPLICATES", "3")
    monkeypatch.setattr("asyncio.create_subprocess_exec", start)
    monkeypatch.setattr(opening, "_answers", answers)
    async with sandbox_beside(load_settings()):
        pass
    assert {"PATH", "SANDBOX_API_KEY", "SANDBOX_DUPLICATES"} <= set(given)
    assert not {"SEAL_KEYS", "SIGNING_KEYS", "DATABASE_URL", "SMTP_URL", "DATA_DIR"} & set(given)
    assert given["PATH"] == os.environ["PATH"]
    assert not Path(given["SANDBOX_STORE"]).exists()

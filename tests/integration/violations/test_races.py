"""Two guards keep a boot on one car; each does it alone. The race itself is in tests/drills."""

import pytest

from app.actions.violations import write_violation as verb
from app.rules.errors import BootTaken
from app.tables.boots.boot_assignment import BootAssignment
from tests.conftest import RecordingBells
from tests.factories import a_staff
from tests.integration.violations.arrange import (
    an_entry,
    boots_on,
    many_boots,
    open_cases,
)


async def test_each_guard_alone_keeps_a_boot_on_one_car(
    bells: RecordingBells, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter, booting = await boots_on()
    first, second = await many_boots(2)
    officer = await a_staff()

    async def unguarded(*_: object) -> None:
        """Neither looks nor moves."""

    async def twice(boot_id: int) -> None:
        for number in range(2):
            entry = an_entry((meter, booting), boot_id=boot_id, plate=f"CAR {boot_id} {number}")
            await verb.write_violation(officer, bells, entry)

    with monkeypatch.context() as patched:
        patched.setattr(verb, "move_boot", unguarded)
        patched.setattr(verb, "_refuse_lost_boot", unguarded)
        with pytest.raises(BootTaken):
            await twice(first)
    assert await open_cases(first) == 1
    await BootAssignment.raw("DROP INDEX assignment_open_boot")
    monkeypatch.setattr(verb, "_refuse_lost_boot", unguarded)
    with pytest.raises(BootTaken):
        await twice(second)
    assert await open_cases(second) == 1

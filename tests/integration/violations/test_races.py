"""Fifty officers want the same boots over HTTP; and what would happen without the two guards."""

import asyncio
import contextlib
from collections import Counter

import pytest

from app.actions.violations import write_violation as verb
from app.rules.access import Role
from app.rules.errors import BootTaken
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.violations.arrange import (
    a_form,
    an_entry,
    boots_on,
    many_boots,
    open_cases,
)

OFFICERS = 50


async def test_fifty_officers_over_http_never_put_one_boot_on_two_cars(client: Browser) -> None:
    meter, booting = await boots_on()
    boots = await many_boots(OFFICERS)
    async with contextlib.AsyncExitStack() as stack:
        browsers = []
        for _ in range(OFFICERS):
            browser = Browser(transport=client._transport, base_url=client.base_url)
            browsers.append(await stack.enter_async_context(browser))
            await sign_in(browser, Role.officer)

        async def wish(number: int, boot_id: int) -> int:
            form = a_form(meter, booting, boot_id=str(boot_id), plate=f"C{number}B{boot_id}")
            return (await browsers[number].post_form("/violations/new", form)).status_code

        # Two officers for every boot, all at once.
        answers = await asyncio.gather(
            *(wish(n, boots[n]) for n in range(OFFICERS)),
            *(wish(n, boots[n - 7]) for n in range(OFFICERS)),
        )
    assert Counter(answers) == {303: OFFICERS, 409: OFFICERS}
    assert [await open_cases(boot) for boot in boots] == [1] * OFFICERS
    assert await Violation.count() == OFFICERS


async def test_without_index_and_guarded_move_a_boot_would_be_on_two_cars(
    bells: RecordingBells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the races above: take both guards away and they must be seen failing."""
    meter, booting = await boots_on()
    boot_id, officer = (await many_boots(1))[0], await a_staff()

    async def unguarded(*_: object) -> None:
        """Neither looks nor moves."""

    await BootAssignment.raw("DROP INDEX assignment_open_boot")
    monkeypatch.setattr(verb, "move_boot", unguarded)
    for number in range(2):
        entry = an_entry((meter, booting), boot_id=boot_id, plate=f"CAR {number}")
        await verb.write_violation(officer, bells, entry)
    assert await open_cases(boot_id) == 2


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


async def test_without_the_shared_key_every_copy_would_be_a_ticket(bells: RecordingBells) -> None:
    """The control of "posted twice, one ticket": the key alone makes them one."""
    meter, _ = await boots_on()
    officer = await a_staff()
    await asyncio.gather(
        *(verb.write_violation(officer, bells, an_entry((meter,))) for _ in range(3))
    )
    assert await Violation.count() == 3

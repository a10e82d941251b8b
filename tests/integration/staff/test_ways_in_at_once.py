"""Somebody signs in at the very moment when it changes how the person may (rules S10, S12)."""

import asyncio
from typing import Any

import pytest

from app.actions.staff import renew_recovery_codes as renewing
from app.actions.staff.deactivate_staff import deactivate_staff
from app.actions.staff.reactivate_staff import reactivate_staff
from app.actions.staff.renew_recovery_codes import renew_recovery_codes
from app.actions.staff.sign_in import PasswordRight, sign_in
from app.actions.staff.take_factor_away import take_factor_away
from app.actions.staff.turn_on_factor import turn_on_factor
from app.actions.steps.staff.store_recovery_codes import store_recovery_codes
from app.actions.steps.work import Work
from app.reads.staff.signed_in import signed_in
from app.rules.errors import Invalid
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.people.staff_factor import StaffFactor
from tests.factories import PASSWORD, Silent, a_staff
from tests.integration.staff.factor import code_of, email_of, has_factor, number, the_vault

# Longer than a password takes to judge.
A_WHILE = 1.0


class Pause:
    """Holds the first who comes by until it is told to go on."""

    def __init__(self) -> None:
        self.reached, self._on = asyncio.Event(), asyncio.Event()

    async def here(self) -> None:
        self.reached.set()
        await self._on.wait()

    def go_on(self) -> None:
        self._on.set()


def before_commit(monkeypatch: pytest.MonkeyPatch, verb: str) -> Pause:
    """All of the verb is done, but nobody else sees it yet."""
    pause, record = Pause(), Work.record

    async def slowly(doing: Work, told: str, *about: Any, **more: Any) -> None:
        await record(doing, told, *about, **more)
        if told == verb:
            await pause.here()

    monkeypatch.setattr(Work, "record", slowly)
    return pause


async def password_right(who: Actor) -> PasswordRight:
    return await sign_in(await email_of(who), PASSWORD, origin="192.0.2.1", bells=Silent())


async def meanwhile(pause: Pause, change: Any, other: Any) -> tuple[Any, Any]:
    """How both end when `other` begins while `change` is not yet committed."""
    changing = asyncio.create_task(change)
    await pause.reached.wait()
    beside = asyncio.create_task(other)
    await asyncio.wait({beside}, timeout=A_WHILE)
    pause.go_on()
    return await asyncio.gather(changing, beside, return_exceptions=True)


async def test_the_password_alone_opens_nothing_while_codes_are_turned_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who, secret = await a_staff(), "A" * 32
    pause = before_commit(monkeypatch, "turn_on_factor")
    on = turn_on_factor(
        who, Silent(), the_vault(), secret=secret, code=code_of(secret), keeps="mine"
    )
    codes, found = await meanwhile(pause, on, password_right(who))
    assert len(codes) == 10
    assert found == PasswordRight(number(who), "")


async def test_who_is_deactivated_gets_no_session_that_outlives_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who, admin = await a_staff(), await a_staff(Role.admin)
    pause = before_commit(monkeypatch, "deactivate_staff")
    off = deactivate_staff(admin, Silent(), number(who))
    _, found = await meanwhile(pause, off, password_right(who))
    await reactivate_staff(admin, Silent(), number(who))
    token = found.token if isinstance(found, PasswordRight) else ""
    assert await signed_in(token) is None
    assert isinstance(found, Invalid)


async def test_new_recovery_codes_and_taking_them_away_do_not_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (who, secret, _), admin = await has_factor(), await a_staff(Role.admin)
    pause, store = Pause(), store_recovery_codes

    async def slowly(staff_id: int) -> tuple[str, ...]:
        await pause.here()
        return await store(staff_id)

    monkeypatch.setattr(renewing, "store_recovery_codes", slowly)
    renew = renew_recovery_codes(who, Silent(), the_vault(), code=code_of(secret))
    away = take_factor_away(admin, Silent(), number(who), reason="lost the phone")
    codes, taken = await meanwhile(pause, renew, away)
    assert (len(codes), taken) == (10, None)
    assert not await StaffFactor.exists()

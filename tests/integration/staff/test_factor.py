"""One-time codes on the own account: on by a right one, off and renewed by another."""

import asyncio
import json
from typing import Any

import pyotp
import pytest

from app.actions.staff.sign_in import sign_in as password_sign_in
from app.actions.staff.turn_on_factor import turn_on_factor
from app.actions.steps.staff.open_session import open_session
from app.rules.people.access import Role
from app.tables.people.recovery_code import RecoveryCode
from app.tables.people.staff_factor import StaffFactor
from app.tables.people.staff_session import StaffSession
from app.tables.records.audit_event import AuditEvent
from app.tables.records.guess import Guess
from tests.factories import PASSWORD, Silent, a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.staff.factor import (
    CODES,
    KEY,
    MOST,
    ON,
    SEALED,
    code_of,
    confirm,
    email_of,
    give_password,
    the_vault,
    turn_them_on,
    verbs,
    wrong_for,
)


async def test_they_are_turned_on_by_a_first_right_code_and_asked_at_the_next_sign_in(
    client: Browser,
) -> None:
    who = await sign_in(client, Role.officer)
    page = (await client.get(ON)).text
    secret = KEY.search(page)[1].replace(" ", "")
    key = SEALED.search(page)[1]
    assert '<svg class="qr"' in page
    refused = await client.post_form(ON, {"key": key, "code": wrong_for(secret)})
    assert refused.status_code == 422
    assert "not right" in refused.text
    assert KEY.search(refused.text)[1].replace(" ", "") == secret
    assert await StaffFactor.count() == 0
    done = await client.post_form(ON, {"key": key, "code": code_of(secret)})
    assert done.status_code == 200
    codes = CODES.search(done.text)[1].split()
    assert len(set(codes)) == 10
    assert (await client.get(ON)).headers["location"] == "/me"
    assert "10 recovery codes are left" in (await client.get("/me")).text
    await client.post_form("/sign-out", {})
    asked = await give_password(client, who, "/violations?page=2")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in/code")
    assert "bk-staff" not in client.cookies
    assert (await client.get("/dashboard")).status_code == 303
    page = (await client.get("/sign-in/code")).text
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    wrong = await client.post_form("/sign-in/code", {"code": wrong_for(secret)})
    assert (wrong.status_code, "bk-staff" in client.cookies) == (422, False)
    again = await client.post_form("/sign-in/code", {"code": code_of(secret)})
    assert again.status_code == 422
    assert "used already" in again.text
    right = await client.post_form(
        "/sign-in/code", {"code": f" {code_of(secret, 1)[:3]} {code_of(secret, 1)[3:]}"}
    )
    assert (right.status_code, right.headers["location"]) == (303, "/violations?page=2")
    assert (await client.get("/dashboard")).status_code == 200
    assert await verbs() == ["sign_in", "turn_on_factor", "sign_out", "sign_in"]
    assert not client.cookies.get("bk-half")


async def test_turning_on_ends_the_sessions_that_the_password_alone_opened(
    client: Browser,
) -> None:
    who = await sign_in(client, Role.officer)
    first = client.cookies["bk-staff"]
    client.cookies.delete("bk-staff")
    await give_password(client, who)
    await turn_them_on(client)
    assert (await client.get("/dashboard")).status_code == 200
    assert await StaffSession.count() == 1
    client.cookies.set("bk-staff", first, domain="localhost.local", path="/")
    stale = await client.get("/dashboard", headers={"cookie": f"bk-staff={first}"})
    assert stale.status_code == 303


async def test_a_sign_in_of_the_same_moment_opens_nothing_with_the_password_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who, secret = await a_staff(), pyotp.random_base32()
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*args: Any, **how: Any) -> str:
        asked.set()
        await go_on.wait()
        return await open_session(*args, **how)

    monkeypatch.setattr("app.actions.staff.sign_in.open_session", slow)
    email = await email_of(who)
    signing_in = asyncio.create_task(
        password_sign_in(email, PASSWORD, origin="192.0.2.7", bells=Silent())
    )
    await asked.wait()
    turning_on = asyncio.create_task(
        turn_on_factor(who, Silent(), the_vault(), secret=secret, code=code_of(secret), keeps="")
    )
    await asyncio.sleep(0.3)
    go_on.set()
    await asyncio.gather(signing_in, turning_on)
    assert (await StaffFactor.count(), await StaffSession.count()) == (1, 0)


async def test_a_key_of_another_s_page_or_of_an_hour_ago_turns_nothing_on(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(client, Role.officer)
    page = (await client.get(ON)).text
    key, secret = SEALED.search(page)[1], KEY.search(page)[1].replace(" ", "")
    await sign_in(client, Role.officer)
    for sealed in (key, "", "nonsense"):
        answer = await client.post_form(ON, {"key": sealed, "code": code_of(secret)})
        assert answer.status_code == 422
        assert "open for too long" in answer.text
        assert KEY.search(answer.text)[1].replace(" ", "") != secret
    assert await StaffFactor.count() == 0


async def test_they_are_turned_off_and_renewed_by_a_code_of_now(client: Browser) -> None:
    await sign_in(client, Role.officer)
    secret, codes = await turn_them_on(client)
    for page in ("/me/one-time-codes/off", "/me/one-time-codes/recovery"):
        assert (await client.get(page)).status_code == 200
        assert (await client.post_form(page, {})).status_code == 422
        refused = await client.post_form(page, {"code": wrong_for(secret)})
        assert refused.status_code == 422
        assert wrong_for(secret) not in refused.text.split("<main", 1)[1]
    renewed = await client.post_form("/me/one-time-codes/recovery", {"code": code_of(secret)})
    new = CODES.search(renewed.text)[1].split()
    assert not {*new} & {*codes}
    off = "/me/one-time-codes/off"
    assert (await client.post_form(off, {"code": codes[0]})).status_code == 422
    answer = await client.post_form(off, {"code": new[0]})
    assert answer.headers["location"] == "/me?done=off"
    assert "the password alone signs you in" in (await client.get("/me?done=off")).text
    assert (await StaffFactor.count(), await RecoveryCode.count()) == (0, 0)
    assert (await verbs())[1:] == [
        "turn_on_factor",
        "renew_recovery_codes",
        "use_recovery_code",
        "turn_off_factor",
    ]
    assert (await client.get(off)).headers["location"] == "/me"
    for page in (off, "/me/one-time-codes/recovery"):
        assert (await client.post_form(page, {"code": new[1]})).headers["location"] == "/me"


async def test_guessing_at_the_own_page_meets_the_same_limit(client: Browser) -> None:
    who = await sign_in(client, Role.officer)
    secret, _ = await turn_them_on(client)
    wrong = {"code": wrong_for(secret)}
    answers = [await client.post_form("/me/one-time-codes/off", wrong) for _ in range(MOST + 1)]
    assert [one.status_code for one in answers] == [422] * MOST + [429]
    assert await confirm(who, code_of(secret)) == "closed"


async def test_neither_key_nor_code_is_kept_in_the_open(
    client: Browser, app_db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await sign_in(client, Role.admin)
    secret, codes = await turn_them_on(client)
    await client.post_form("/me/one-time-codes/recovery", {"code": code_of(secret)})
    await client.post_form("/me/one-time-codes/off", {"code": codes[0]})
    kept = capsys.readouterr().out
    assert "/me/one-time-codes/recovery" in kept
    for table in (StaffFactor, RecoveryCode, AuditEvent, Guess, StaffSession):
        kept += json.dumps([dict(row) for row in await table.select()], default=str)
    row = await StaffFactor.select().first()
    assert row["sealed_secret"] in kept
    for known in (secret, code_of(secret), *codes, *(one.replace("-", "") for one in codes)):
        assert known not in kept
    for page in ("/me", "/staff", "/audit"):
        text = (await client.get(page)).text
        assert secret not in text
        assert not any(one in text for one in codes)


async def test_turned_on_twice_at_once_they_are_on_once_with_one_list_of_codes() -> None:
    who = await a_staff()
    keys = [pyotp.random_base32() for _ in range(2)]
    ends = await asyncio.gather(
        *(
            turn_on_factor(who, Silent(), the_vault(), secret=key, code=code_of(key), keeps="")
            for key in keys
        ),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "tuple"]
    won = next(at for at, end in enumerate(ends) if isinstance(end, tuple))
    assert (await StaffFactor.count(), await RecoveryCode.count()) == (1, 10)
    assert await confirm(who, code_of(keys[won], 1)) == "in"
    assert await confirm(who, ends[won][0]) == "in"

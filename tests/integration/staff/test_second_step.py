"""The second step of signing in: each code is good once, and guessing is closed off."""

import asyncio
import json
from datetime import timedelta

import pytest

from app.actions.staff.confirm_sign_in import confirm_sign_in
from app.actions.staff.sign_in import MOST_PER_EMAIL
from app.actions.staff.sign_in import sign_in as with_password
from app.clock import now
from app.gateways.vault import Vault
from app.routes.desk import Desk
from app.routes.staff.sign_in import HALFWAY_SECONDS
from app.rules.errors import Conflict, Invalid, NotSignedIn
from app.rules.people.access import Role
from app.tables.people.staff import Staff
from app.tables.people.staff_factor import StaffFactor
from app.tables.people.staff_session import StaffSession
from app.tables.records.audit_event import AuditEvent
from app.tables.records.guess import Guess
from tests.factories import Silent, sign_in
from tests.integration.conftest import Browser
from tests.integration.staff.factor import (
    MOST,
    code_of,
    confirm,
    email_of,
    give_password,
    has_factor,
    number,
    wrong_for,
)


async def test_of_two_who_send_the_same_code_at_once_one_gets_in() -> None:
    who, secret, codes = await has_factor()
    for code in (code_of(secret), codes[3]):
        ends = await asyncio.gather(*(confirm(who, code) for _ in range(4)))
        assert sorted(ends) == ["in", "wrong", "wrong", "wrong"], code
        await Guess.delete(force=True)


@pytest.mark.parametrize(
    ("steps", "end"), [(-2, "wrong"), (-1, "in"), (0, "in"), (1, "in"), (2, "wrong")]
)
async def test_a_phone_may_be_one_step_off_either_way(steps: int, end: str) -> None:
    who, secret, _ = await has_factor()
    await StaffFactor.update({StaffFactor.last_step: 0}, force=True)
    assert await confirm(who, code_of(secret, steps)) == end


async def test_an_older_code_is_worth_nothing_after_a_newer_one() -> None:
    who, secret, _ = await has_factor()
    assert await confirm(who, code_of(secret, 1)) == "in"
    assert await confirm(who, code_of(secret)) == "wrong"


async def test_tries_at_once_are_answered_as_often_as_the_limit_and_then_none() -> None:
    who, secret, codes = await has_factor()
    wrong = wrong_for(secret)
    ends = await asyncio.gather(*(confirm(who, wrong, f"10.0.{n}.1") for n in range(20)))
    assert (ends.count("wrong"), ends.count("closed")) == (MOST, 20 - MOST)
    assert await confirm(who, code_of(secret), "10.9.9.9") == "closed"
    assert await confirm(who, codes[0], "10.9.9.9") == "closed"
    other, its_secret, _ = await has_factor()
    assert await confirm(other, code_of(its_secret), "10.9.9.9") == "in"


async def test_misses_of_a_day_close_the_door_for_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    who, _, _ = await has_factor()
    start = now().replace(hour=1, minute=0, second=0)
    ends = []
    for quarter in range(8):
        at = start + timedelta(minutes=15 * quarter)
        monkeypatch.setattr("app.actions.staff.confirm_sign_in.now", lambda at=at: at)
        ends += [await confirm(who, "000000", f"10.{quarter}.{n}.1") for n in range(MOST)]
    assert ends.count("wrong") == 30
    assert ends[30:] == ["closed"] * 10


async def test_right_codes_are_not_counted() -> None:
    who, secret, codes = await has_factor()
    for code in (code_of(secret), *codes):
        assert await confirm(who, code) == "in"
    assert {row["tries"] for row in await Guess.select(Guess.tries)} == {0}


async def test_the_second_page_needs_the_password_of_a_moment_ago_in_this_browser(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, secret, _ = await has_factor()
    for page in ("/sign-in/code", "/sign-in/recovery"):
        assert (await client.get(page)).headers["location"] == "/sign-in?over"
        answer = await client.post_form(page, {"code": code_of(secret)})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?over")
    await give_password(client, who)
    note = client.cookies["bk-half"]
    # The note is no session, and a session's token is no note.
    client.cookies.set("bk-staff", note, domain="localhost.local", path="/")
    assert (await client.get("/dashboard")).status_code == 303
    # Kept by the browser longer than it was told to.
    client.cookies.set("bk-half", note, domain="localhost.local", path="/")
    later = now().timestamp() + HALFWAY_SECONDS + 1
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: later)
    late = await client.post_form("/sign-in/code", {"code": code_of(secret)})
    assert late.headers["location"] == "/sign-in?over"
    assert "start again" in (await client.get("/sign-in?over")).text
    assert await StaffSession.count() == 0


async def test_strangers_who_guess_lock_nobody_out_of_the_own_browser(client: Browser) -> None:
    who, secret, codes = await has_factor()
    await give_password(client, who)
    # The password alone makes no browser known.
    assert not client.cookies.get("bk-known")
    await client.post_form("/sign-in/code", {"code": code_of(secret)})
    assert client.cookies["bk-known"]
    await client.post_form("/sign-out", {})
    email = await email_of(who)
    for n in range(MOST_PER_EMAIL):
        with pytest.raises(Invalid):
            await with_password(email, "x" * 12, origin=f"10.0.{n}.1", bells=Silent())
    own = client.cookies["bk-known"]
    for note in ("", own[:-4] + "AAA=", client.cookies["bk-csrf"]):
        client.cookies.set("bk-known", note, domain="localhost.local", path="/")
        assert (await give_password(client, who)).status_code == 429
    client.cookies.set("bk-known", own, domain="localhost.local", path="/")
    assert (await give_password(client, who)).headers["location"] == "/sign-in/code"
    assert (await client.post_form("/sign-in/recovery", {"code": codes[0]})).status_code == 303
    # It has tries of its own to lose, and is known for this person only.
    wrong = {"email": email, "password": "x" * 12}
    ends = [(await client.post_form("/sign-in", wrong)).status_code for _ in range(11)]
    assert ends == [422] * MOST_PER_EMAIL + [429]
    other, _, _ = await has_factor()
    wrong = {"email": await email_of(other), "password": "x" * 12}
    ends = [(await client.post_form("/sign-in", wrong)).status_code for _ in range(11)]
    assert ends == [422] * MOST_PER_EMAIL + [429]
    client.cookies.delete("bk-known")
    assert (await give_password(client, other)).status_code == 429


async def test_who_signs_out_leaves_no_first_step_behind(client: Browser) -> None:
    who, secret, _ = await has_factor()
    await give_password(client, who)
    assert client.cookies["bk-half"]
    await client.post_form("/sign-out", {})
    answer = await client.post_form("/sign-in/code", {"code": code_of(secret)})
    assert answer.headers["location"] == "/sign-in?over"
    assert await StaffSession.count() == 0


async def test_who_left_between_the_steps_does_not_get_in() -> None:
    who, secret, _ = await has_factor()
    await Staff.update({Staff.active: False}).where(Staff.id == number(who))
    with pytest.raises(NotSignedIn):
        await confirm(who, code_of(secret))
    await Staff.update({Staff.active: True}).where(Staff.id == number(who))
    await StaffFactor.delete(force=True)
    with pytest.raises(NotSignedIn):
        await confirm(who, code_of(secret))
    assert await StaffSession.count() == 0


async def test_unknown_and_wrong_look_alike_with_one_time_codes_too(client: Browser) -> None:
    who, _, _ = await has_factor()
    email = await email_of(who)
    texts = set()
    for one in ("nobody@example.com", email):
        answer = await client.post_form("/sign-in", {"email": one, "password": "wrong " * 3})
        assert (answer.status_code, "bk-half" in client.cookies) == (422, False)
        texts.add(answer.text.replace(one, "…").split("<main", 1)[1].split("csrf", 1)[0])
    assert len(texts) == 1


async def test_a_recovery_code_works_once_however_it_is_typed(client: Browser) -> None:
    who, _, codes = await has_factor()
    for typed, status in (
        (codes[0].lower().replace("-", " ").replace("1", "l").replace("0", "o"), 303),
        (codes[0], 422),
        (codes[1].replace("-", ""), 303),
    ):
        await give_password(client, who)
        answer = await client.post_form("/sign-in/recovery", {"code": typed})
        assert answer.status_code == status, typed
    row = (
        await AuditEvent.select()
        .where(AuditEvent.verb == "use_recovery_code")
        .order_by(AuditEvent.id)
    )
    assert [json.loads(one["after"]) for one in row] == [{"codes_left": 9}, {"codes_left": 8}]


async def test_a_key_moved_to_another_person_s_row_does_not_open() -> None:
    one, secret, codes = await has_factor()
    other, _, _ = await has_factor()
    sealed = (await StaffFactor.select().where(StaffFactor.staff == number(one)).first())[
        "sealed_secret"
    ]
    await StaffFactor.update({StaffFactor.sealed_secret: sealed}).where(
        StaffFactor.staff == number(other)
    )
    with pytest.raises(Conflict, match="cannot be checked"):
        await confirm(other, code_of(secret))
    assert await confirm(one, code_of(secret)) == "in"
    # One's recovery codes are nobody else's either.
    assert await confirm(other, codes[0]) == "wrong"


async def test_keys_of_the_vault_rotate_without_anybody_setting_up_anew(desk: Desk) -> None:
    who, secret, _ = await has_factor()
    newer = Vault(("B" * 43 + "=", *desk.settings.seal_keys))
    await confirm_sign_in(
        number(who), code_of(secret), vault=newer, origin="192.0.2.7", bells=Silent()
    )
    assert await StaffSession.count() == 1


async def test_the_session_is_new_and_the_one_this_browser_had_ends(client: Browser) -> None:
    await sign_in(client, Role.office)
    before = client.cookies["bk-staff"]
    who, secret, _ = await has_factor()
    await give_password(client, who)
    # Until the second step nothing has happened to whoever was signed in here.
    assert client.cookies["bk-staff"] == before
    assert (await client.get("/dashboard")).status_code == 200
    assert (await client.post_form("/sign-in/code", {"code": code_of(secret)})).status_code == 303
    assert client.cookies["bk-staff"] != before
    stale = await client.get("/dashboard", headers={"cookie": f"bk-staff={before}"})
    assert stale.status_code == 303
    assert await StaffSession.count() == 1

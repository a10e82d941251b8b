"""One-time codes: turned on by a right one, asked at the sign-in, each good once."""

import asyncio
import json
import re
from datetime import timedelta

import httpx
import pyotp
import pytest

from app.actions.staff.change_role import change_role
from app.actions.staff.confirm_sign_in import confirm_sign_in
from app.actions.staff.take_factor_away import take_factor_away
from app.actions.staff.turn_on_factor import turn_on_factor
from app.actions.steps.staff.count_code_try import CODE_LIMITS
from app.clock import now
from app.gateways.vault import Vault
from app.routes.desk import Desk
from app.routes.staff.sign_in import HALFWAY_SECONDS
from app.rules.errors import Conflict, Invalid, NotAllowed, NotSignedIn, TooMany
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from app.tables.people.recovery_code import RecoveryCode
from app.tables.people.staff import Staff
from app.tables.people.staff_factor import StaffFactor
from app.tables.people.staff_session import StaffSession
from app.tables.records.audit_event import AuditEvent
from app.tables.records.guess import Guess
from app.take_factor_away import NotTakenAway, take_factor_away_by_hand
from tests.factories import PASSWORD, Silent, a_staff, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.ground.test_doors import address, all_routes

KEY = re.compile(r'id="key">([A-Z2-7 ]+)<')
SEALED = re.compile(r'name="key" value="([^"]+)"')
CODES = re.compile(r'id="codes">([^<]+)<')
MOST = CODE_LIMITS[0][1]
ON = "/me/one-time-codes/on"


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows, `steps` of 30 seconds later."""
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


def wrong_for(secret: str) -> str:
    """Six digits that are right neither now nor in the steps around."""
    near = {code_of(secret, steps) for steps in range(-3, 4)}
    return next(text for n in range(10) if (text := f"{n}" * 6) not in near)


def number(who: Actor) -> int:
    assert who.staff_id is not None
    return who.staff_id


async def email_of(who: Actor) -> str:
    row = await Staff.select(Staff.email).where(Staff.id == number(who)).first()
    return str(row["email"])


async def has_factor(role: Role = Role.officer) -> tuple[Actor, str, tuple[str, ...]]:
    """Somebody with one-time codes; the key and the recovery codes. The last step is used up."""
    who, secret = await a_staff(role), pyotp.random_base32()
    codes = await turn_on_factor(
        who, Silent(), the_vault(), secret=secret, code=code_of(secret, -1), keeps=""
    )
    return who, secret, codes


def the_vault() -> Vault:
    return Vault(load_settings().seal_keys)


async def give_password(client: Browser, who: Actor, wanted: str = "") -> httpx.Response:
    data = {"email": await email_of(who), "password": PASSWORD, "next": wanted}
    return await client.post_form("/sign-in", data)


async def confirm(who: Actor, code: str, origin: str = "192.0.2.7") -> str:
    """How a try ends: `in`, `wrong` or `closed`."""
    try:
        await confirm_sign_in(number(who), code, vault=the_vault(), origin=origin, bells=Silent())
    except Invalid:
        return "wrong"
    except TooMany:
        return "closed"
    return "in"


async def verbs() -> list[str]:
    rows = await AuditEvent.select(AuditEvent.verb).order_by(AuditEvent.id)
    return [row["verb"] for row in rows if "staff" not in row["verb"]]


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


async def test_tries_at_once_are_answered_as_often_as_the_limit_and_a_right_one_is_too_late() -> (
    None
):
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
    monkeypatch.setattr(
        "cryptography.fernet.time.time", lambda: now().timestamp() + HALFWAY_SECONDS + 1
    )
    late = await client.post_form("/sign-in/code", {"code": code_of(secret)})
    assert late.headers["location"] == "/sign-in?over"
    assert "start again" in (await client.get("/sign-in?over")).text
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


async def turn_them_on(client: Browser) -> tuple[str, list[str]]:
    """On the page; the key and the recovery codes."""
    page = (await client.get(ON)).text
    secret = KEY.search(page)[1].replace(" ", "")
    done = await client.post_form(ON, {"key": SEALED.search(page)[1], "code": code_of(secret, -1)})
    assert done.status_code == 200
    return secret, CODES.search(done.text)[1].split()


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


async def test_compulsory_leads_an_administrator_to_setting_up_from_every_page(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    await switch(second_factor_admins="true")
    walked = 0
    for method, path, opt in all_routes():
        if opt.get("permission") is None or path == ON:
            continue
        walked += 1
        for headers in ({}, {"hx-request": "true"}):
            if method == "GET":
                answer = await client.get(address(path), headers=headers)
            else:
                answer = await client.post(
                    address(path),
                    data={"_csrf_token": client.cookies["bk-csrf"]},
                    headers={"sec-fetch-site": "same-origin", **headers},
                )
            if headers:
                assert (answer.status_code, answer.headers["hx-redirect"]) == (403, ON), path
            else:
                assert (answer.status_code, answer.headers["location"]) == (303, ON), path
    assert walked > 100
    # Not even where everybody may look is it a member of staff who looks.
    assert 'href="/dashboard"' not in (await client.get("/")).text
    page = (await client.get(ON)).text
    assert "administrators confirm each sign-in" in page
    assert 'href="/staff"' not in page
    await turn_them_on(client)
    assert (await client.get("/staff")).status_code == 200
    assert 'href="/me/one-time-codes/off"' not in (await client.get("/me")).text


async def test_compulsory_asks_nothing_of_others_and_lets_everybody_leave(client: Browser) -> None:
    await switch(second_factor_admins="true")
    await sign_in(client, Role.office)
    assert (await client.get("/dashboard")).status_code == 200
    await sign_in(client, Role.admin)
    answer = await client.post_form("/language", {"language": "fr", "next": ON})
    assert answer.headers["location"] == ON
    assert (await client.post_form("/sign-out", {})).headers["location"] == "/sign-in"
    assert await StaffSession.count() == 0
    assert (await verbs())[-1] == "sign_out"


async def test_who_becomes_an_administrator_is_led_there_with_the_next_click(
    client: Browser,
) -> None:
    admin = await a_staff(Role.admin)
    officer = await sign_in(client, Role.officer)
    await switch(second_factor_admins="true")
    assert (await client.get("/dashboard")).status_code == 200
    await change_role(admin, Silent(), number(officer), Role.admin)
    assert (await client.get("/dashboard")).headers["location"] == ON


async def test_an_administrator_cannot_turn_them_off_while_they_are_compulsory(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    secret, _ = await turn_them_on(client)
    await switch(second_factor_admins="true")
    off = "/me/one-time-codes/off"
    assert (await client.get(off)).headers["location"] == "/me"
    answer = await client.post_form(off, {"code": code_of(secret)})
    assert answer.status_code == 409
    assert "so they stay on" in answer.text
    assert await StaffFactor.count() == 1


async def test_an_administrator_takes_away_the_codes_of_a_lost_phone(client: Browser) -> None:
    who, _, _ = await has_factor()
    await StaffSession.insert(
        StaffSession(
            token_hash="0" * 64,
            staff=number(who),
            created_at=now(),
            seen_at=now(),
            expires_at=now(),
        )
    )
    admin = await sign_in(client, Role.admin)
    page = f"/staff/{who.staff_id}/one-time-codes"
    assert f'href="{page}"' in (await client.get("/staff")).text
    assert "really this person" in (await client.get(page)).text
    assert (await client.post_form(page, {})).status_code == 422
    answer = await client.post_form(page, {"reason": "Phone in the harbour"})
    assert answer.headers["location"] == "/staff?done=factor"
    assert (await StaffFactor.count(), await RecoveryCode.count()) == (0, 0)
    assert not await StaffSession.exists().where(StaffSession.staff == number(who))
    row = await AuditEvent.select().where(AuditEvent.verb == "take_factor_away").first()
    assert (row["staff"], row["subject_id"]) == (admin.staff_id, who.staff_id)
    assert row["reason"] == "Phone in the harbour"
    assert "One-time codes taken away" in (await client.get("/audit")).text
    assert (await client.post_form(page, {"reason": "Again"})).status_code == 409
    assert f'href="{page}"' not in (await client.get("/staff")).text
    assert (await give_password(client, who)).headers["location"] == "/dashboard"


async def test_nobody_takes_away_the_own_codes_nor_after_losing_the_right() -> None:
    admin, _, _ = await has_factor(Role.admin)
    other, _, _ = await has_factor(Role.admin)
    with pytest.raises(Conflict, match="own account"):
        await take_factor_away(admin, Silent(), number(admin), reason="Mine")
    await change_role(other, Silent(), number(admin), Role.officer)
    with pytest.raises(NotAllowed):
        await take_factor_away(admin, Silent(), number(other), reason="Out of spite")
    assert await StaffFactor.count() == 2


async def test_the_last_administrator_is_helped_from_the_command_line(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    who, _, _ = await has_factor(Role.admin)
    with pytest.raises(NotTakenAway, match="Nobody"):
        await take_factor_away_by_hand(desk.settings, "nobody@example.com")
    await take_factor_away_by_hand(desk.settings, (await email_of(who)).upper())
    assert "are gone" in capsys.readouterr().out
    assert await StaffFactor.count() == 0
    row = await AuditEvent.select().where(AuditEvent.verb == "take_factor_away").first()
    assert (row["staff"], row["origin"]) == (None, "command line")
    with pytest.raises(NotTakenAway, match="no one-time codes"):
        await take_factor_away_by_hand(desk.settings, await email_of(who))


async def test_keys_of_the_vault_rotate_without_anybody_setting_up_anew(desk: Desk) -> None:
    who, secret, _ = await has_factor()
    newer = Vault(("B" * 43 + "=", *desk.settings.seal_keys))
    await confirm_sign_in(
        number(who), code_of(secret), vault=newer, origin="192.0.2.7", bells=Silent()
    )
    assert await StaffSession.count() == 1

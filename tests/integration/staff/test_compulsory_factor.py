"""One-time codes that administrators must have, and help for who lost the phone."""

import pytest

from app.actions.staff.change_role import change_role
from app.actions.staff.take_factor_away import take_factor_away
from app.clock import now
from app.routes.desk import Desk
from app.rules.errors import Conflict, NotAllowed
from app.rules.people.access import Role
from app.tables.people.recovery_code import RecoveryCode
from app.tables.people.staff_factor import StaffFactor
from app.tables.people.staff_session import StaffSession
from app.tables.records.audit_event import AuditEvent
from app.take_factor_away import NotTakenAway, take_factor_away_by_hand
from tests.factories import Silent, a_staff, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.ground.test_doors import address, all_routes
from tests.integration.staff.factor import (
    ON,
    code_of,
    email_of,
    give_password,
    has_factor,
    number,
    turn_them_on,
    verbs,
)


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

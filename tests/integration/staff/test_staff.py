"""Staff are added, change roles and leave; somebody who administrates always remains."""

import asyncio
import json

import pytest

from app.actions.staff.change_role import change_role
from app.actions.staff.deactivate_staff import deactivate_staff
from app.actions.staff.reactivate_staff import reactivate_staff
from app.clock import now
from app.rules.errors import BootkeeperError, Conflict, NotAllowed
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.people.staff import Staff
from app.tables.people.staff_session import StaffSession
from app.tables.records.audit_event import AuditEvent
from tests.factories import Silent, a_staff, sign_in
from tests.integration.conftest import Browser

SETUP = Actor(name="setup")


async def administrators() -> int:
    return int(await Staff.count().where(Staff.role == "admin", Staff.active.eq(True)))


async def last_audit(verb: str) -> dict[str, object]:
    row = (
        await AuditEvent.select()
        .where(AuditEvent.verb == verb)
        .order_by(AuditEvent.id, ascending=False)
        .first()
    )
    assert row is not None, verb
    return row


def number(who: Actor) -> int:
    assert who.staff_id is not None
    return who.staff_id


async def test_of_administrators_who_all_remove_each_other_at_once_one_remains() -> None:
    for round_number in range(3):
        await Staff.update({Staff.active: False}, force=True)
        people = [await a_staff(Role.admin) for _ in range(4)]
        # Each deactivates or demotes the next one, all in the same moment.
        deeds = [
            deactivate_staff(one, Silent(), number(next_one))
            if (at + round_number) % 2
            else change_role(one, Silent(), number(next_one), Role.officer)
            for at, (one, next_one) in enumerate(zip(people, people[1:] + people[:1], strict=True))
        ]
        ends = await asyncio.gather(*deeds, return_exceptions=True)
        assert all(end is None or isinstance(end, BootkeeperError) for end in ends), ends
        assert await administrators() >= 1


async def test_of_two_deeds_at_once_on_the_last_two_administrators_one_is_refused() -> None:
    for _ in range(4):
        await Staff.update({Staff.active: False}, force=True)
        one, other = await a_staff(Role.admin), await a_staff(Role.admin)
        ends = await asyncio.gather(
            deactivate_staff(SETUP, Silent(), number(one)),
            change_role(SETUP, Silent(), number(other), Role.office),
            return_exceptions=True,
        )
        assert [type(end) for end in ends if end] == [Conflict], ends
        assert await administrators() == 1


async def test_the_last_administrator_stays_and_the_refusal_changes_nothing() -> None:
    last = await a_staff(Role.admin)
    gone = await a_staff(Role.admin)
    await deactivate_staff(last, Silent(), number(gone))
    events = await AuditEvent.count()
    for deed in (
        deactivate_staff(SETUP, Silent(), number(last)),
        change_role(SETUP, Silent(), number(last), Role.office),
    ):
        with pytest.raises(Conflict, match="last active administrator"):
            await deed
    assert await AuditEvent.count() == events
    assert await administrators() == 1


async def test_nobody_acts_on_the_own_account_nor_after_losing_the_right() -> None:
    one, other = await a_staff(Role.admin), await a_staff(Role.admin)
    with pytest.raises(Conflict, match="own account"):
        await deactivate_staff(one, Silent(), number(one))
    with pytest.raises(Conflict, match="own account"):
        await change_role(one, Silent(), number(one), Role.officer)
    officer = await a_staff(Role.officer)
    await deactivate_staff(one, Silent(), number(other))
    with pytest.raises(NotAllowed):
        await deactivate_staff(other, Silent(), number(officer))
    assert await Staff.exists().where(Staff.id == number(officer), Staff.active.eq(True))


async def test_who_is_deactivated_is_out_at_once_and_stays_out_when_activated_again(
    client: Browser,
) -> None:
    admin = await a_staff(Role.admin)
    officer = await sign_in(client, Role.officer)
    assert (await client.get("/dashboard")).status_code == 200
    await deactivate_staff(admin, Silent(), number(officer))
    assert await StaffSession.count() == 0
    assert (await client.get("/dashboard")).status_code == 303
    # A sign-in that had read the person before leaves its session after the deactivation.
    await StaffSession.insert(
        StaffSession(
            token_hash="0" * 64,
            staff=number(officer),
            created_at=now(),
            seen_at=now(),
            expires_at=now(),
        )
    )
    await reactivate_staff(admin, Silent(), number(officer))
    assert await StaffSession.count() == 0
    assert (await client.get("/dashboard")).status_code == 303
    row = await last_audit("deactivate_staff")
    assert (row["staff"], row["subject_id"]) == (admin.staff_id, officer.staff_id)
    assert json.loads(str(row["before"])) == {"active": True}
    assert json.loads(str(row["after"])) == {"active": False}


async def test_a_new_role_holds_from_the_next_click(client: Browser) -> None:
    admin = await a_staff(Role.admin)
    officer = await sign_in(client, Role.officer)
    assert (await client.get("/takings")).status_code == 403
    await change_role(admin, Silent(), number(officer), Role.office)
    assert (await client.get("/takings")).status_code == 200
    row = await last_audit("change_role")
    assert json.loads(str(row["before"])) == {"role": "officer"}
    assert json.loads(str(row["after"])) == {"role": "office"}


async def test_a_person_is_added_on_the_page_and_signs_in(client: Browser) -> None:
    await sign_in(client, Role.admin)
    entry = {"name": "Dana  Smith", "email": "Dana@Example.com", "role": "office"}
    answer = await client.post_form("/staff/new", {**entry, "password": "three odd words"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff?done=added")
    text = (await client.get("/staff?done=added")).text
    for told in ("Dana Smith", "dana@example.com", "Office", "can sign in now"):
        assert told in text, told
    again = await client.post_form("/staff/new", {**entry, "password": "three odd words"})
    assert again.status_code == 422
    assert "Somebody has this email already." in again.text
    answer = await client.post_form(
        "/sign-in", {"email": "dana@example.com", "password": "three odd words"}
    )
    assert answer.status_code == 303


async def test_every_fault_is_named_at_once_and_the_password_is_not_written_back(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    answer = await client.post_form(
        "/staff/new",
        {"name": "Dan", "email": "nowhere", "role": "office", "password": "Secretsecret"},
    )
    assert answer.status_code == 422
    for told in ('value="Dan"', 'value="nowhere"', "name@example.com", "easy to guess"):
        assert told in answer.text, told
    assert "Secretsecret" not in answer.text
    empty = await client.post_form("/staff/new", {})
    assert empty.status_code == 422
    assert empty.text.count('class="error"') == 4


async def test_role_and_state_are_changed_on_the_pages(client: Browser) -> None:
    await sign_in(client, Role.admin)
    other = await a_staff(Role.officer, "Otto Other")
    page = f"/staff/{other.staff_id}"
    asked = (await client.get(f"{page}/role")).text
    assert 'value="officer" checked' in asked
    assert (await client.post_form(f"{page}/role", {})).status_code == 422
    for deed, data, done, after in (
        ("role", {"role": "admin"}, "role", ("admin", True)),
        ("deactivate", {}, "deactivated", ("admin", False)),
        ("reactivate", {}, "reactivated", ("admin", True)),
    ):
        assert "Otto Other" in (await client.get(f"{page}/{deed}")).text
        answer = await client.post_form(f"{page}/{deed}", data)
        assert answer.headers["location"] == f"/staff?done={done}"
        row = await Staff.select().where(Staff.id == number(other)).first()
        assert row is not None
        assert (row["role"], row["active"]) == after
    assert (await client.get("/staff/9999/role")).status_code == 404


async def test_a_refusal_is_said_on_the_list_with_its_status(client: Browser) -> None:
    me = await sign_in(client, Role.admin)
    answer = await client.post_form(f"/staff/{me.staff_id}/deactivate", {})
    assert answer.status_code == 409
    assert "This is your own account" in answer.text
    assert f'href="/staff/{me.staff_id}/deactivate"' not in answer.text
    other = await a_staff(Role.officer)
    assert (await client.post_form(f"/staff/{other.staff_id}/reactivate", {})).status_code == 409


async def test_only_administrators_manage_staff(client: Browser) -> None:
    await sign_in(client, Role.office)
    for address in ("/staff", "/staff/new", "/staff/1/role"):
        assert (await client.get(address)).status_code == 403

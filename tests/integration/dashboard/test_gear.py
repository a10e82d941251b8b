"""The gear holds exactly what this person may do with this boot now."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.reads.dashboard.gear import gear
from app.rules.boots.states import BootStatus, BootVerb, OutReason, legal_verbs
from app.rules.errors import Missing
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.rules.settings.system_settings import SystemSettings
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from tests.factories import a_boot, a_staff, a_violation, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.dashboard import arrange

ON = SystemSettings(universal_boot_enabled=True)


async def deeds(
    boot_id: int, who: Actor, settings: SystemSettings = ON, later: timedelta = timedelta()
) -> set[str]:
    assert who.role is not None
    found = await gear(
        boot_id,
        staff_id=who.staff_id,
        role=who.role,
        settings=settings,
        now=datetime.now(UTC) + later,
    )
    return {deed.verb for deed in found.deeds}


async def out_of_service(name: str, reason: str) -> int:
    boot_id = await a_boot(name)
    await Boot.update({Boot.status: "out_of_service", Boot.out_reason: reason}).where(
        Boot.id == boot_id
    )
    return boot_id


MAKE: dict[str, Callable[[str], Awaitable[int]]] = {
    "available": a_boot,
    "issued": arrange.issued,
    "released": arrange.released,
    "returned": arrange.returned,
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", MAKE)
async def test_the_gear_and_the_rules_agree_for_every_status_and_role(
    status: str, role: Role
) -> None:
    boot_id = await MAKE[status]("Boot")
    stranger = await a_staff(role)
    lawful = set(legal_verbs(BootStatus(status), role))
    if role is Role.officer:
        lawful -= {BootVerb.cancel_never_applied}  # somebody else's entry
    assert await deeds(boot_id, stranger) == lawful


async def test_only_an_administrator_brings_a_retired_boot_back() -> None:
    retired = await out_of_service("Retired", OutReason.retired)
    mended = await out_of_service("Mended", OutReason.maintenance)
    office, admin = await a_staff(Role.office), await a_staff(Role.admin)
    assert await deeds(retired, office) == set()
    assert await deeds(mended, office) == {BootVerb.put_back}
    assert await deeds(retired, admin) == {BootVerb.put_back}


async def test_an_officer_may_take_back_the_own_entry_for_fifteen_minutes() -> None:
    officer, colleague = await a_staff(Role.officer), await a_staff(Role.officer)
    boot_id = await a_boot()
    await a_violation(officer=officer, boot_id=boot_id)
    within, after = timedelta(minutes=14), timedelta(minutes=16)
    assert await deeds(boot_id, officer, later=within) == {BootVerb.cancel_never_applied}
    assert await deeds(boot_id, officer, later=after) == set()
    assert await deeds(boot_id, colleague) == set()
    assert BootVerb.cancel_never_applied in await deeds(
        boot_id, await a_staff(Role.office), later=after
    )


async def test_no_boot_is_issued_while_universal_boot_is_off() -> None:
    boot_id = await a_boot()
    officer = await a_staff(Role.officer)
    assert await deeds(boot_id, officer) == {BootVerb.write_violation}
    assert await deeds(boot_id, officer, SystemSettings(universal_boot_enabled=False)) == set()


async def test_a_boot_whose_code_is_known_is_not_made_available() -> None:
    boot_id = await arrange.returned("Known")
    await Boot.update({Boot.code_disclosed_at: datetime.now(UTC)}).where(Boot.id == boot_id)
    office = await a_staff(Role.office)
    asking = SystemSettings(universal_boot_enabled=True, new_code_needed=True)
    assert BootVerb.make_available in await deeds(boot_id, office)
    assert BootVerb.make_available not in await deeds(boot_id, office, asking)
    assert "record_code" in await deeds(boot_id, office, asking)
    assert "record_code" not in await deeds(boot_id, office)


async def test_a_found_boot_whose_code_is_known_is_not_put_back() -> None:
    boot_id = await out_of_service("Found", OutReason.lost)
    await Boot.update({Boot.code_disclosed_at: datetime.now(UTC)}).where(Boot.id == boot_id)
    office, officer = await a_staff(Role.office), await a_staff(Role.officer)
    asking = SystemSettings(universal_boot_enabled=True, new_code_needed=True)
    assert await deeds(boot_id, office) == {BootVerb.put_back}
    assert await deeds(boot_id, office, asking) == {"record_code"}
    assert await deeds(boot_id, officer, asking) == set()


async def test_the_page_of_a_boot_that_waits_for_its_code_names_each_deed_once(
    client: Browser,
) -> None:
    await switch(new_code_needed="true")
    boot_id = await arrange.returned("Known")
    await Boot.update({Boot.code_disclosed_at: datetime.now(UTC)}).where(Boot.id == boot_id)
    await sign_in(client, Role.office)
    page = (await client.get(f"/boots/{boot_id}")).text
    found = re.findall(r'<a class="deed[^"]*" href="([^"]+)"', page)
    assert found[0] == f"/boots/{boot_id}/code"
    assert len(found) == len(set(found)) > 2


@pytest.mark.parametrize(
    ("deposit", "may_undo"),
    [("due", True), ("held", True), ("refunded", False), ("partly_refunded", False)],
)
async def test_a_return_whose_refund_has_begun_stands(deposit: str, *, may_undo: bool) -> None:
    boot_id = await arrange.returned("Back")
    await arrange.a_payment(boot_id, deposit)
    office = await a_staff(Role.office)
    assert (BootVerb.undo_return in await deeds(boot_id, office)) is may_undo


async def test_a_refund_that_is_due_and_a_mail_that_failed_are_seen_to_from_the_gear() -> None:
    boot_id = await arrange.returned("Back")
    payment_id = await arrange.a_payment(boot_id, "due")
    await arrange.a_letter(boot_id, "failed")
    office, officer = await a_staff(Role.office), await a_staff(Role.officer)
    assert {"process_refund", "see_mail"} <= await deeds(boot_id, office)
    assert not {"process_refund", "see_mail"} & await deeds(boot_id, officer)
    found = await gear(
        boot_id, staff_id=office.staff_id, role=Role.office, settings=ON, now=datetime.now(UTC)
    )
    mail = await Mail.select(Mail.id).first()
    assert mail is not None
    assert [deed.href for deed in found.deeds[:2]] == [
        f"/payments/{payment_id}/refund",
        f"/mails/{mail['id']}",
    ]
    await arrange.a_letter(boot_id, "sent")
    assert "see_mail" not in await deeds(boot_id, office)


@pytest.mark.parametrize("linked_by", ["payment", "violation"])
async def test_a_receipt_or_a_notice_that_failed_is_found_from_the_gear_too(linked_by: str) -> None:
    boot_id = await arrange.released("Red Boot 01")
    if linked_by == "payment":
        payment_id = await arrange.a_payment(boot_id, "held")
        await arrange.a_letter(boot_id, "failed", payment_id=payment_id)
    else:
        _, ticket_id = await arrange.case_of(boot_id)
        await arrange.a_letter(boot_id, "failed")
        await Mail.update({Mail.boot_assignment: None, Mail.violation: ticket_id}, force=True)
    assert "see_mail" in await deeds(boot_id, await a_staff(Role.office))


async def test_a_late_boot_says_so_in_its_gear() -> None:
    boot_id = await arrange.released("Late", timedelta(hours=-1))
    who = await a_staff(Role.office)
    late = await gear(
        boot_id, staff_id=who.staff_id, role=Role.office, settings=ON, now=datetime.now(UTC)
    )
    assert late.overdue
    in_time = datetime.now(UTC) - timedelta(hours=2)
    await BootAssignment.update({BootAssignment.reported_returned_at: in_time}).where(
        BootAssignment.boot == boot_id
    )
    reported = await gear(
        boot_id, staff_id=who.staff_id, role=Role.office, settings=ON, now=datetime.now(UTC)
    )
    assert not reported.overdue


async def test_a_boot_that_does_not_exist_has_no_gear(client: Browser) -> None:
    with pytest.raises(Missing):
        await deeds(47 - 11, await a_staff())
    await sign_in(client, Role.officer)
    assert (await client.get("/dashboard/boots/47-11/actions")).status_code == 404


async def test_each_action_is_a_link_that_says_what_it_will_do(client: Browser) -> None:
    boot_id = await arrange.released("Red Boot 01")
    await sign_in(client, Role.officer)
    menu = await client.get(f"/dashboard/boots/{boot_id}/actions", headers={"hx-request": "true"})
    assert "<html" not in menu.text
    assert re.findall(r'<a [^>]*href="([^"]+)"', menu.text) == [
        f"/boots/{boot_id}/do/mark_returned",
        f"/boots/{boot_id}",
    ]
    assert "Mark as returned" in menu.text
    assert "A deposit that was paid becomes due to be refunded." in menu.text


async def test_without_scripts_the_gear_is_a_page(client: Browser) -> None:
    boot_id = await a_boot("Red Boot 01")
    await switch(universal_boot_enabled="true")
    await sign_in(client, Role.admin)
    page = await client.get(f"/dashboard/boots/{boot_id}/actions")
    assert "<h1>Actions for Red Boot 01</h1>" in page.text
    assert 'href="/violations/new"' in page.text
    assert f'href="/boots/{boot_id}/do/take_out"' in page.text
    assert f'href="/boots/{boot_id}"' in page.text

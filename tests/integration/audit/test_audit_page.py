"""An administrator reads in words who did what, and every deed has its words."""

import ast
import re
from pathlib import Path

import app
from app.actions.boots.release_codes.reveal_code import reveal_code
from app.clock import now
from app.gateways.vault import Vault
from app.reads.audit.deeds import DEEDS, KIND_WORDS
from app.rules.people.access import Role
from app.rules.settings.catalogue import CATALOGUE
from app.settings import load_settings
from app.tables.records.audit_event import AuditEvent
from app.tables.records.setting import Setting
from tests.factories import Silent, a_boot, a_staff, sign_in, switch
from tests.integration.conftest import Browser


def recorded() -> set[tuple[str, str]]:
    """(kind, verb) of every `record` in the actions that names both."""
    calls = [
        call
        for path in Path(app.__path__[0], "actions").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "record"
    ]
    found = set()
    for call in calls:
        verb, kind = call.args[:2]
        assert isinstance(verb, ast.Constant), ast.unparse(call)
        assert isinstance(kind, ast.Constant), ast.unparse(call)
        found.add((str(kind.value), str(verb.value)))
    return found


def test_every_deed_that_is_recorded_has_words() -> None:
    found = recorded()
    assert {("boot", "reveal_code"), ("staff", "sign_in"), ("refund", "pay_back")} <= found
    assert {(kind, verb) for kind, verb in found if verb not in DEEDS.get(kind, {})} == set()
    assert set(KIND_WORDS) == set(DEEDS)


async def test_a_reveal_is_told_with_person_reason_and_boot_and_without_the_code(
    client: Browser,
) -> None:
    boot_id = await a_boot("Red 7", code="886644")
    office = await a_staff(Role.office, "Olga Office")
    await reveal_code(
        office, Silent(), Vault(load_settings().seal_keys), boot_id, reason="Rang from the car"
    )
    await sign_in(client, Role.admin)
    text = (await client.get(f"/audit?thing=boot:{boot_id}&verb=reveal_code")).text
    for told in ("Olga Office", "Release code shown", "Rang from the car", ">Red 7</a>"):
        assert told in text, told
    assert f'href="/boots/{boot_id}"' in text
    assert "886644" not in (await client.get("/audit")).text


async def test_filters_stay_in_the_address_of_the_next_page(client: Browser) -> None:
    admin = await sign_in(client, Role.admin)
    row = await AuditEvent.select().first()
    assert row is not None
    more = [
        AuditEvent(
            at=row["at"], staff=admin.staff_id, verb="edit_boot", subject="boot", subject_id=number
        )
        for number in range(60)
    ]
    await AuditEvent.insert(*more)
    asked = f"who={admin.staff_id}&kind=boot&verb=edit_boot&from=2000-01-01&to=2100-01-01"
    text = (await client.get(f"/audit?{asked}")).text
    [older] = re.findall(r'href="(/audit[^"]*before=\d+)"', text)
    assert older.replace("&amp;", "&").startswith(f"/audit?{asked}&before=")
    second = (await client.get(older.replace("&amp;", "&"))).text
    assert second.count('scope="row"') == 10
    assert "Newest" in second
    assert "Older" not in second


async def test_what_cannot_be_understood_in_the_address_is_read_as_none(client: Browser) -> None:
    await sign_in(client, Role.admin)
    plain = (await client.get("/audit")).text.count('scope="row"')
    for odd in (
        "who=x",
        "kind=x",
        "thing=boot",
        "thing=x:1",
        "verb=x",
        "from=x",
        "before=-1",
        "who=99999999999999999999",
        "before=99999999999999999999",
        "thing=boot:²",
    ):
        answer = await client.get(f"/audit?{odd}")
        assert answer.status_code == 200, odd
        assert answer.text.count('scope="row"') == plain, odd
    assert "Nothing of this kind" in (await client.get("/audit?thing=boot:99")).text


async def test_a_changed_setting_is_told_by_its_name_and_in_money(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await switch(late_fee_per_day_cents="2550")
    row = await Setting.select().first()
    assert row is not None
    await AuditEvent.insert(
        AuditEvent(
            at=now(),
            verb="change_setting",
            subject="setting",
            subject_id=row["id"],
            before='{"late_fee_per_day_cents": 100}',
            after='{"late_fee_per_day_cents": 2550}',
        )
    )
    text = (await client.get("/audit?kind=setting")).text
    for told in (CATALOGUE["late_fee_per_day_cents"].label, "$1.00", "$25.50"):
        assert told in text, told
    assert "late_fee_per_day_cents:" not in text


async def test_only_administrators_open_the_audit(client: Browser) -> None:
    await sign_in(client, Role.office)
    assert (await client.get("/audit")).status_code == 403

"""Booting devices are added and corrected (rules B13, C1, C3, C5)."""

import json

import pytest

from app.actions.boots.add_boot import add_boot
from app.actions.boots.edit_boot import edit_boot
from app.actions.steps.boots.clean_boot import BootFacts
from app.gateways.vault import SealBroken, Vault
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.people.access import Role
from app.settings import load_settings
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel
from app.tables.records.audit_event import AuditEvent
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff
from tests.integration.assignments.booted import booted


@pytest.fixture
def vault() -> Vault:
    return Vault(load_settings().seal_keys)


async def sealed(boot_id: int) -> str:
    row = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
    return str(row["sealed_code"] if row else "")


async def revision(boot_id: int) -> int:
    row = await Boot.select(Boot.revision).where(Boot.id == boot_id).first()
    return int(row["revision"] if row else -1)


async def test_a_new_boot_is_available_with_a_sealed_code_and_a_label(
    bells: RecordingBells, vault: Vault
) -> None:
    admin = await a_staff(Role.admin)
    facts = BootFacts("  Red   Boot 01 ", "4711-X", model="Wolf", replacement_cents=400_00)
    boot_id = await add_boot(admin, bells, vault, facts)
    row = await Boot.select().where(Boot.id == boot_id).first()
    labels = await BootLabel.select().where(BootLabel.boot == boot_id)
    assert row is not None
    assert (row["name"], row["status"], row["model"]) == ("Red Boot 01", "available", "Wolf")
    assert row["replacement_cents"] == 400_00
    assert "47-11" not in row["sealed_code"]
    assert vault.open(boot_id, row["sealed_code"]) == "4711-X"
    with pytest.raises(SealBroken):
        vault.open(boot_id + 1, row["sealed_code"])
    assert len(labels) == 1
    assert len(labels[0]["token"]) == 32
    assert bells.hinted


async def test_names_are_unique_in_any_case_and_every_problem_is_told_at_once(
    bells: RecordingBells, vault: Vault
) -> None:
    admin = await a_staff(Role.admin)
    await a_boot("Blauer Schuh")
    with pytest.raises(Invalid) as taken:
        await add_boot(admin, bells, vault, BootFacts("BLAUER SCHUH", "1"))
    assert list(taken.value.fields) == ["name"]
    with pytest.raises(Invalid) as wrong:
        await add_boot(admin, bells, vault, BootFacts("", "", model="m" * 61))
    assert sorted(wrong.value.fields) == ["code", "model", "name"]
    assert await Boot.count() == 1


async def test_an_edit_without_a_code_keeps_the_code(bells: RecordingBells, vault: Vault) -> None:
    boot_id, admin = await a_boot(code="47-11"), await a_staff(Role.admin)
    await edit_boot(admin, bells, vault, boot_id, BootFacts("Green Boot", notes="squeaks"))
    row = await Boot.select(Boot.name, Boot.notes).where(Boot.id == boot_id).first()
    assert row == {"name": "Green Boot", "notes": "squeaks"}
    assert vault.open(boot_id, await sealed(boot_id)) == "47-11"


async def test_a_changed_code_is_audited_without_its_value(
    bells: RecordingBells, vault: Vault
) -> None:
    boot_id, admin = await a_boot(code="47-11"), await a_staff(Role.admin)
    await edit_boot(admin, bells, vault, boot_id, BootFacts("Green Boot", "SECRET-9"))
    assert vault.open(boot_id, await sealed(boot_id)) == "SECRET-9"
    events = await AuditEvent.select().where(AuditEvent.subject_id == boot_id)
    told = json.dumps(events, default=str)
    assert "change_code" in told
    assert "SECRET" not in told
    assert "47-11" not in told


async def test_while_the_boot_is_out_a_new_code_is_asked_for_again(
    bells: RecordingBells, vault: Vault
) -> None:
    case, admin = await booted(), await a_staff(Role.admin)
    facts = BootFacts("Green Boot", "9999")
    with pytest.raises(Invalid) as refusal:
        await edit_boot(admin, bells, vault, case.boot_id, facts)
    assert list(refusal.value.fields) == ["confirm_code"]
    assert vault.open(case.boot_id, await sealed(case.boot_id)) == "47-11"
    row = await Boot.select(Boot.name).where(Boot.id == case.boot_id).first()
    assert row != {"name": "Green Boot"}
    await edit_boot(admin, bells, vault, case.boot_id, facts, confirmed=True)
    assert vault.open(case.boot_id, await sealed(case.boot_id)) == "9999"


async def test_the_second_of_two_editors_is_told(bells: RecordingBells, vault: Vault) -> None:
    boot_id, admin = await a_boot(), await a_staff(Role.admin)
    seen = await revision(boot_id)
    await edit_boot(admin, bells, vault, boot_id, BootFacts("First"), version=seen)
    with pytest.raises(Conflict):
        await edit_boot(admin, bells, vault, boot_id, BootFacts("Second"), version=seen)
    row = await Boot.select(Boot.name).where(Boot.id == boot_id).first()
    assert row == {"name": "First"}


async def test_an_edit_cannot_take_anothers_name_nor_touch_a_missing_boot(
    bells: RecordingBells, vault: Vault
) -> None:
    await a_boot("Red")
    boot_id, admin = await a_boot("Blue"), await a_staff(Role.admin)
    with pytest.raises(Invalid) as refusal:
        await edit_boot(admin, bells, vault, boot_id, BootFacts("RED"))
    assert list(refusal.value.fields) == ["name"]
    with pytest.raises(Missing):
        await edit_boot(admin, bells, vault, 9999, BootFacts("Nobody"))

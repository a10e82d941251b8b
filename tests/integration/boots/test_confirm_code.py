"""A code is confirmed by typing it, and typing is no way to find it out (rule C11)."""

import asyncio
import json

import pytest
import time_machine

from app.actions.boots.release_codes.confirm_code import (
    MOST_PER_BOOT,
    MOST_PER_PERSON,
    confirm_code,
)
from app.actions.boots.release_codes.record_code import record_code
from app.clock import now
from app.reads.boots.inventory import StockOrder, inventory
from app.reads.boots.one_boot import OneBoot, one_boot
from app.routes.desk import Desk
from app.rules.errors import Invalid, Missing, TooMany
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.tables.records.audit_event import AuditEvent
from app.tables.records.guess import Guess
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in
from tests.integration.assignments.booted import verbs_of
from tests.integration.conftest import Browser

CODE = "K7-SECRET"


async def the_boot(boot_id: int) -> OneBoot:
    return await one_boot(boot_id, now=now(), new_code_needed=False)


async def test_the_right_code_is_stamped_with_person_and_moment(
    bells: RecordingBells, desk: Desk
) -> None:
    officer, boot_id = await a_staff(), await a_boot(code=CODE)
    assert (await the_boot(boot_id)).code_confirmed_at is None
    assert await confirm_code(officer, bells, desk.vault, boot_id, code=f" {CODE} ")
    boot = await the_boot(boot_id)
    assert boot.code_confirmed_at is not None
    assert boot.code_confirmed_by == officer.name
    assert (await verbs_of("boot", boot_id))[-1] == "confirm_code"


async def test_a_wrong_code_stamps_nothing_and_no_value_is_kept(
    bells: RecordingBells, desk: Desk
) -> None:
    officer, boot_id = await a_staff(), await a_boot(code=CODE)
    assert not await confirm_code(officer, bells, desk.vault, boot_id, code="WRONG-9")
    assert not await confirm_code(officer, bells, desk.vault, boot_id, code=CODE.lower())
    await confirm_code(officer, bells, desk.vault, boot_id, code=CODE)
    assert (await verbs_of("boot", boot_id))[1:] == ["mistype_code"] * 2 + ["confirm_code"]
    kept = json.dumps([dict(row) for row in await AuditEvent.select()], default=str)
    kept += json.dumps([dict(row) for row in await Guess.select()], default=str)
    assert "WRONG-9" not in kept
    assert CODE.lower() not in kept.lower()


async def test_a_code_changed_afterwards_is_no_longer_confirmed(
    bells: RecordingBells, desk: Desk
) -> None:
    office, boot_id = await a_staff(Role.office), await a_boot(code=CODE)
    await confirm_code(office, bells, desk.vault, boot_id, code=CODE)

    async def listed() -> bool:
        stock = await inventory(
            "", None, order=StockOrder.name, place=None, now=now(), new_code_needed=False
        )
        return stock.rows[0].code_confirmed_at is not None

    assert await listed()
    await record_code(office, bells, desk.vault, boot_id, code="88-22", confirmed=False)
    assert (await the_boot(boot_id)).code_confirmed_at is None
    assert not await listed()


async def test_a_code_whose_storing_had_to_wait_is_not_confirmed_by_the_one_before(
    bells: RecordingBells, desk: Desk
) -> None:
    office, boot_id = await a_staff(Role.office), await a_boot(code=CODE)
    began = now()
    await confirm_code(office, bells, desk.vault, boot_id, code=CODE)
    # As `work` does it: the clock was read before the turn to write came.
    with time_machine.travel(began, tick=False):
        await record_code(office, bells, desk.vault, boot_id, code="88-22", confirmed=False)
    assert (await the_boot(boot_id)).code_confirmed_at is None


async def test_of_forty_tries_at_once_no_more_are_judged_than_the_limit(
    bells: RecordingBells, desk: Desk
) -> None:
    boot_id = await a_boot(code=CODE)
    people = [await a_staff() for _ in range(8)]
    tries = [
        confirm_code(people[n % 8], bells, desk.vault, boot_id, code=f"WRONG {n}")
        for n in range(40)
    ]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert answers.count(False) == MOST_PER_BOOT
    assert sum(isinstance(one, TooMany) for one in answers) == 40 - MOST_PER_BOOT
    # The right one is not judged either: a refusal says nothing.
    with pytest.raises(TooMany) as refusal:
        await confirm_code(await a_staff(), bells, desk.vault, boot_id, code=CODE)
    assert 0 < refusal.value.retry_after_seconds <= 15 * 60 + 1
    assert (await verbs_of("boot", boot_id)).count("mistype_code") == MOST_PER_BOOT


async def test_a_person_has_so_many_misses_over_all_boots_and_right_ones_cost_nothing(
    bells: RecordingBells, desk: Desk
) -> None:
    officer = await a_staff()
    boots = [await a_boot(code=CODE) for _ in range(3)]
    for n in range(3 * MOST_PER_PERSON):
        assert await confirm_code(officer, bells, desk.vault, boots[n % 3], code=CODE)
    for n in range(MOST_PER_PERSON):
        assert not await confirm_code(officer, bells, desk.vault, boots[n % 3], code="NO")
    with pytest.raises(TooMany):
        await confirm_code(officer, bells, desk.vault, await a_boot(code=CODE), code=CODE)
    assert await confirm_code(await a_staff(), bells, desk.vault, boots[0], code=CODE)


async def test_only_a_person_confirms_and_only_what_could_be_a_code(
    bells: RecordingBells, desk: Desk
) -> None:
    officer, boot_id = await a_staff(), await a_boot(code=CODE)
    with pytest.raises(Missing):
        await confirm_code(SYSTEM, bells, desk.vault, boot_id, code=CODE)
    with pytest.raises(Missing):
        await confirm_code(officer, bells, desk.vault, 999, code=CODE)
    with pytest.raises(Invalid):
        await confirm_code(officer, bells, desk.vault, boot_id, code=" ")
    assert await Guess.count() == 0


@pytest.mark.parametrize("role", list(Role))
async def test_a_mismatch_is_said_without_either_code_and_leads_on_who_may_record_one(
    client: Browser, role: Role
) -> None:
    await sign_in(client, role)
    boot_id = await a_boot("Red Boot 01", code=CODE)
    page = f"/boots/{boot_id}/confirm"
    assert (await client.get(page)).status_code == 200
    refused = await client.post_form(page, {"code": "TYPED-77"})
    assert refused.status_code == 422
    assert "not the code we have stored" in refused.text
    assert CODE not in refused.text
    assert "TYPED-77" not in refused.text
    assert (f'href="/boots/{boot_id}/code"' in refused.text) is (role is not Role.officer)
    empty = await client.post_form(page, {"code": ""})
    assert empty.status_code == 422
    assert "Is the device right?" not in empty.text
    done = await client.post_form(page, {"code": CODE})
    assert done.headers["location"] == f"/boots/{boot_id}?done=confirm"
    shown = await client.get(done.headers["location"])
    assert "Confirmed by typing it on" in shown.text
    assert CODE not in shown.text


async def test_too_many_tries_are_told_on_the_page_with_the_time_to_wait(client: Browser) -> None:
    await sign_in(client, Role.officer)
    boot_id = await a_boot(code=CODE)
    for _ in range(MOST_PER_BOOT):
        await client.post_form(f"/boots/{boot_id}/confirm", {"code": "NO"})
    refused = await client.post_form(f"/boots/{boot_id}/confirm", {"code": CODE})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "You have tried too often" in refused.text
    assert CODE not in refused.text

"""Each deed has a page that says what it will do; posting it does it, over HTTP."""

import re

import pytest

from app.reads.assignments.check_states import check_states
from app.routes.assignments.doing import WAYS
from app.rules.boots.states import MOVES, BootStatus, BootVerb
from app.rules.people.access import Role, may
from app.tables.boots.boot import Boot
from app.tables.boots.drop_off import DropOff
from app.tables.effects.mail import Mail
from tests.factories import a_boot, sign_in
from tests.integration.assignments.booted import (
    Booted,
    assignment,
    booted,
    paid_and_released,
    status_of,
)
from tests.integration.conftest import Browser

RELEASE = {"basis": "hearing", "debt": "stays", "reason": "decided", "email": "dana@example.com"}


async def do(client: Browser, case: Booted, verb: str, **answers: str) -> int:
    """Open the page of a deed and post it, as a person does."""
    page = await client.get(f"/boots/{case.boot_id}/do/{verb}")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', page.text))
    answer = await client.post_form(f"/boots/{case.boot_id}/do/{verb}", {**hidden, **answers})
    return answer.status_code


async def test_a_boot_goes_round_by_its_pages(client: Browser) -> None:
    await sign_in(client, Role.office)
    case = await booted()
    assert await do(client, case, "release", **RELEASE) == 303
    assert await do(client, case, "mark_returned", condition="good") == 303
    assert await do(client, case, "undo_return", reason="wrong boot") == 303
    assert await do(client, case, "mark_returned", condition="damaged", note="bent") == 303
    assert await do(client, case, "make_available") == 303
    assert await do(client, case, "take_out", out_reason="maintenance", reason="bent") == 303
    assert await do(client, case, "put_back") == 303
    assert await status_of(case.boot_id) is BootStatus.available
    assert await check_states() == ()
    history = (await client.get(f"/boots/{case.boot_id}")).text
    for word in ("Decided at a hearing", "Return taken back", "Damaged", "bent", case.ticket):
        assert word in history


async def test_the_only_place_of_return_is_chosen_already_and_another_answer_stays(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    case, _ = await paid_and_released()
    href = f"/boots/{case.boot_id}/do/mark_returned"
    assert chosen_place((await client.get(href)).text) == ""
    await DropOff.insert(DropOff(name="Mill Lane Depot"), DropOff(name="Closed", active=False))
    assert chosen_place((await client.get(href)).text) == "Mill Lane Depot"
    refused = await client.post_form(href, {"place": "", "condition": ""})
    assert refused.status_code == 422
    assert chosen_place(refused.text) == ""
    await DropOff.insert(DropOff(name="City Hall"))
    assert chosen_place((await client.get(href)).text) == ""


def chosen_place(page: str) -> str:
    options = page[page.index('id="f-place"') :].partition("</select>")[0]
    chosen = re.search(r'value="[0-9]+" selected>([^<]+)<', options)
    return chosen[1] if chosen else ""


async def test_staff_remove_a_boot_by_its_page(client: Browser) -> None:
    await sign_in(client, Role.office)
    await DropOff.insert(DropOff(name="Mill Lane Depot", address="2 Mill Lane"))
    case = await booted()
    page = await client.get(f"/boots/{case.boot_id}/do/remove_by_staff")
    assert "Mill Lane Depot" in page.text
    assert "BKPR43" in page.text
    answers = {"basis": "device_fault", "reason": "lock stuck", "condition": "good", "place": "1"}
    assert await do(client, case, "remove_by_staff", **answers) == 303
    assert (await assignment(case))["return_place"] == 1
    history = (await client.get(f"/boots/{case.boot_id}")).text
    for word in ("Fault of the device", "lock stuck", "Returned", "Mill Lane Depot"):
        assert word in history


async def test_every_missing_answer_is_told_at_once_and_the_others_are_kept(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    case = await booted()
    answer = await client.post_form(
        f"/boots/{case.boot_id}/do/release", {"basis": "hearing", "reason": "", "email": "dana@"}
    )
    assert answer.status_code == 422
    # In the order of the fields below.
    assert re.findall(r'href="#f-(\w+)"', answer.text) == ["debt", "reason", "email"]
    assert 'value="hearing" selected' in answer.text
    assert 'value="dana@"' in answer.text
    assert await status_of(case.boot_id) is BootStatus.issued


async def test_no_email_must_be_said_and_then_no_mail_goes_out(client: Browser) -> None:
    await sign_in(client, Role.office)
    case = await booted()
    silent = {**RELEASE, "email": ""}
    assert await do(client, case, "release", **silent) == 422
    assert await do(client, case, "release", **silent, no_email="on") == 303
    assert await Mail.count() == 0


@pytest.mark.parametrize("verb", list(WAYS))
async def test_a_deed_the_boot_is_not_ready_for_says_what_it_is_now(
    verb: BootVerb, client: Browser
) -> None:
    await sign_in(client, Role.admin)
    boot_id = await a_boot()
    wrong = next(status for status in BootStatus if status not in MOVES[verb].sources)
    await Boot.update({Boot.status: wrong.value}).where(Boot.id == boot_id)
    page = await client.get(f"/boots/{boot_id}/do/{verb}")
    posted = await client.post_form(
        f"/boots/{boot_id}/do/{verb}",
        {**RELEASE, "condition": "good", "out_reason": "maintenance"},
    )
    for answer in (page, posted):
        assert answer.status_code == 409
        assert "so nothing was changed" in answer.text
        assert 'id="errors"' in answer.text
    assert await status_of(boot_id) is wrong


async def test_a_page_left_open_since_the_last_car_does_nothing_to_this_one(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    case, _ = await paid_and_released()
    answer = await client.post_form(
        f"/boots/{case.boot_id}/do/mark_returned",
        {"assignment": str(case.assignment_id + 1), "condition": "good"},
    )
    assert answer.status_code == 409
    assert "released now" in answer.text
    assert await status_of(case.boot_id) is BootStatus.released


@pytest.mark.parametrize("role", list(Role))
async def test_each_deed_is_open_to_the_roles_of_the_table(role: Role, client: Browser) -> None:
    await sign_in(client, role)
    boot_id = await a_boot()
    for verb in WAYS:
        needed = MOVES[verb].permission
        assert needed is not None
        answer = await client.get(f"/boots/{boot_id}/do/{verb}")
        posted = await client.post_form(f"/boots/{boot_id}/do/{verb}", {})
        expected = {403} if not may(role, needed) else {200, 409, 422}
        assert answer.status_code in expected, verb
        assert posted.status_code in expected, verb


async def test_retiring_is_neither_offered_to_nor_accepted_from_the_office(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    boot_id = await a_boot()
    assert 'value="retired"' not in (await client.get(f"/boots/{boot_id}/do/take_out")).text
    answer = await client.post_form(
        f"/boots/{boot_id}/do/take_out", {"out_reason": "retired", "reason": "old"}
    )
    assert answer.status_code == 403
    await Boot.update({Boot.status: "out_of_service", Boot.out_reason: "retired"}).where(
        Boot.id == boot_id
    )
    assert (await client.get(f"/boots/{boot_id}/do/put_back")).status_code == 403
    assert (await client.post_form(f"/boots/{boot_id}/do/put_back", {})).status_code == 403

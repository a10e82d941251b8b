"""The pages of Setup Boot Devices, over HTTP."""

import html
import re
from datetime import UTC, datetime

import httpx
import pytest

from app.actions.boots.labels.print_label import print_label
from app.actions.boots.take_out import take_out
from app.routes.desk import Desk
from app.rules.boots.states import BootStatus, OutReason
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in, token_of
from tests.integration.assignments.booted import booted
from tests.integration.boots.test_codes_and_labels import PretendPress
from tests.integration.conftest import Browser


def rows(page: httpx.Response) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="/boots/\d+">([^<]+)</a>', page.text)


def beside(page: httpx.Response, side: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{side}"', page.text)
    return html.unescape(found[1]) if found else ""


def a_row(name: str, *, model: str = "", serial: str = "") -> Boot:
    """A boot by itself, without code and label: enough for a list."""
    at = datetime.now(UTC)
    boot = Boot(name=name, name_key=name.casefold(), model=model, serial=serial)
    boot.status = BootStatus.available.value
    boot.code_changed_at = boot.created_at = at
    return boot


async def test_an_administrator_adds_a_boot_and_sees_its_code_at_once(client: Browser) -> None:
    await sign_in(client, Role.admin)
    assert (await client.get("/boots/new")).status_code == 200
    entry = {"name": "Red Boot 01", "code": "47-11", "model": "Wolf", "replacement_value": "400.5"}
    answer = await client.post_form("/boots/new", entry)
    assert answer.status_code == 303
    shown = await client.get(answer.headers["location"])
    boot = await Boot.select(Boot.id, Boot.replacement_cents).first()
    assert boot is not None
    assert boot["replacement_cents"] == 400_50
    assert shown.status_code == 200
    assert "Red Boot 01" in shown.text
    assert '<svg class="qr"' in shown.text
    assert f"/b/{await token_of(boot['id'])}" in shown.text
    assert "47-11" not in shown.text
    assert "is added" in shown.text


async def test_a_wrong_entry_is_kept_with_a_message_beside_each_field(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await a_boot("Red Boot 01")
    answer = await client.post_form(
        "/boots/new", {"name": "", "code": "", "notes": "squeaks", "replacement_value": "much"}
    )
    assert answer.status_code == 422
    for field in ("name", "code", "replacement_value"):
        assert f'href="#f-{field}"' in answer.text
        assert f'id="e-{field}"' in answer.text
    assert "squeaks" in answer.text
    taken = await client.post_form("/boots/new", {"name": "RED BOOT 01", "code": "1"})
    assert taken.status_code == 422
    assert "Another boot has this name" in taken.text
    assert await Boot.count() == 1


async def test_the_list_searches_and_filters_by_its_address(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.office)
    await a_boot("Red 100% Boot")
    await a_boot("Red Boot")
    broken = await a_boot("Blue Boot")
    admin = await a_staff(Role.admin)
    await take_out(admin, bells, broken, out_reason=OutReason.maintenance, reason="rusty")
    assert rows(await client.get("/boots")) == ["Blue Boot", "Red 100% Boot", "Red Boot"]
    assert rows(await client.get("/boots?q=RED")) == ["Red 100% Boot", "Red Boot"]
    assert rows(await client.get("/boots?q=0%25")) == ["Red 100% Boot"]
    assert rows(await client.get("/boots?q=_")) == []
    assert rows(await client.get("/boots?status=out_of_service")) == ["Blue Boot"]
    assert rows(await client.get("/boots?status=nonsense&page=x")) != []
    assert "In maintenance" in (await client.get("/boots?status=out_of_service")).text


async def test_a_long_list_comes_in_pages(client: Browser) -> None:
    await sign_in(client, Role.office)
    await Boot.insert(*(a_row(f"Boot {n:03}") for n in range(150)))
    whole = [f"Boot {n:03}" for n in range(150)]
    for sort, wanted in (("name", whole), ("newest", whole[::-1]), ("model", whole)):
        first = await client.get(f"/boots?status=available&sort={sort}")
        assert rows(first) == wanted[:100]
        assert beside(first, "prev") == ""
        second = await client.get(beside(first, "next"))
        assert rows(second) == wanted[100:]
        assert beside(second, "next") == ""
        assert rows(await client.get(beside(second, "prev"))) == wanted[:100]


async def test_a_page_stays_where_it_was_when_boots_come_and_go_before_it(client: Browser) -> None:
    await sign_in(client, Role.office)
    await Boot.insert(*(a_row(f"Boot {n:03}") for n in range(250)))
    second = beside(await client.get("/boots"), "next")
    await Boot.insert(a_row("Boot 000 B"))
    assert rows(await client.get(second))[0] == "Boot 100"
    third = await client.get(beside(await client.get(second), "next"))
    assert rows(third)[0] == "Boot 200"
    back = await client.get(beside(third, "prev"))
    assert (rows(back)[0], rows(back)[-1]) == ("Boot 100", "Boot 199")
    assert len(rows(await client.get("/boots?after=99999"))) == 100


async def test_the_list_is_found_by_model_and_serial_number_and_sorted(client: Browser) -> None:
    await sign_in(client, Role.office)
    await Boot.insert(
        a_row("Red", model="Wolf", serial="SN-77"),
        a_row("Blue", model="Bear", serial="SN-78"),
        a_row("Green", model="Wolf"),
    )
    assert rows(await client.get("/boots?q=wOLF")) == ["Green", "Red"]
    assert rows(await client.get("/boots?q=sn-78")) == ["Blue"]
    assert rows(await client.get("/boots?sort=model")) == ["Blue", "Green", "Red"]
    assert rows(await client.get("/boots?sort=newest")) == ["Green", "Blue", "Red"]
    kept = await client.get("/boots?q=wolf&status=available&sort=newest")
    assert 'name="sort" value="newest"' in kept.text
    assert 'href="/boots?q=wolf&amp;status=issued&amp;sort=newest"' in kept.text


async def test_a_booted_boot_shows_its_car_and_what_can_be_done(client: Browser) -> None:
    await sign_in(client, Role.office)
    case = await booted()
    page = await client.get(f"/boots/{case.boot_id}")
    assert page.status_code == 200
    assert case.ticket in page.text
    assert "BKPR43" in page.text
    assert "$120.00" in page.text
    assert f"/boots/{case.boot_id}/do/release" in page.text
    assert f"/boots/{case.boot_id}/do/mark_returned" not in page.text
    assert "Issued" in page.text


async def test_an_officer_sees_the_boot_but_neither_code_nor_label_nor_list(
    client: Browser,
) -> None:
    await sign_in(client, Role.officer)
    boot_id = await a_boot()
    page = await client.get(f"/boots/{boot_id}")
    assert page.status_code == 200
    assert "/reveal" not in page.text
    assert '/label"' not in page.text
    assert "/edit" not in page.text
    assert (await client.get("/boots")).status_code == 403


async def test_the_code_is_shown_once_asked_for_with_a_reason(client: Browser) -> None:
    await sign_in(client, Role.office)
    boot_id = await a_boot(code="SECRET-1")
    refused = await client.post_form(f"/boots/{boot_id}/reveal", {"reason": " "})
    assert refused.status_code == 422
    assert "SECRET-1" not in refused.text
    shown = await client.post_form(f"/boots/{boot_id}/reveal", {"reason": "driver calls"})
    assert shown.status_code == 200
    assert "SECRET-1" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    again = await client.get(f"/boots/{boot_id}")
    assert "SECRET-1" not in again.text
    assert "driver calls" in again.text


async def test_editing_a_boot_that_is_out_asks_again_and_keeps_the_entry(client: Browser) -> None:
    await sign_in(client, Role.admin)
    case = await booted()
    form = (await client.get(f"/boots/{case.boot_id}/edit")).text
    assert 'name="confirm_code"' not in form
    entry = {"name": "Renamed", "code": "9999"}
    asked = await client.post_form(f"/boots/{case.boot_id}/edit", entry)
    assert asked.status_code == 422
    assert 'name="confirm_code"' in asked.text
    assert 'value="Renamed"' in asked.text
    saved = await client.post_form(f"/boots/{case.boot_id}/edit", {**entry, "confirm_code": "on"})
    assert saved.status_code == 303


async def test_a_faster_editor_is_told_of_and_saving_again_wins(client: Browser) -> None:
    await sign_in(client, Role.admin)
    boot_id = await a_boot()
    stale = {"name": "Mine", "version": "0"}
    refused = await client.post_form(f"/boots/{boot_id}/edit", stale)
    assert refused.status_code == 409
    assert 'value="Mine"' in refused.text
    version = re.search(r'name="version" value="(\d+)"', refused.text)
    assert version is not None
    saved = await client.post_form(
        f"/boots/{boot_id}/edit", {"name": "Mine", "version": version[1]}
    )
    assert saved.status_code == 303


async def test_the_office_records_a_new_code(client: Browser) -> None:
    await sign_in(client, Role.office)
    boot_id = await a_boot()
    assert (await client.get(f"/boots/{boot_id}/code")).status_code == 200
    refused = await client.post_form(f"/boots/{boot_id}/code", {"code": ""})
    assert refused.status_code == 422
    saved = await client.post_form(f"/boots/{boot_id}/code", {"code": "88-22"})
    assert saved.status_code == 303
    shown = await client.post_form(f"/boots/{boot_id}/reveal", {"reason": "check"})
    assert "88-22" in shown.text


@pytest.mark.parametrize("swap", [True, False])
async def test_a_label_is_followed_with_and_without_scripts(
    client: Browser, desk: Desk, bells: RecordingBells, swap: bool
) -> None:
    await sign_in(client, Role.admin)
    boot_id = await a_boot()
    ordered = await client.post_form(f"/boots/{boot_id}/label", {})
    assert ordered.status_code == 303
    job = re.search(r"job=(\d+)", ordered.headers["location"])
    assert job is not None
    headers = {"hx-request": "true"} if swap else {}
    follow = f"/boots/{boot_id}/label/{job[1]}"
    waiting = await client.get(follow, headers=headers, follow_redirects=True)
    assert waiting.status_code == 200
    assert "being made" in waiting.text
    assert ("<html" in waiting.text) is not swap
    assert (await client.get(f"{follow}/pdf")).status_code == 404
    await print_label(bells, PretendPress(), int(job[1]), base_url=desk.settings.base_url)
    ready = await client.get(follow, headers=headers, follow_redirects=True)
    assert f'href="{follow}/pdf"' in ready.text
    assert "every 1s" not in ready.text
    pdf = await client.get(f"{follow}/pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content == b"%PDF label"


async def test_replacing_a_label_is_asked_first_and_done_once(client: Browser) -> None:
    await sign_in(client, Role.admin)
    boot_id = await a_boot()
    old = await token_of(boot_id)
    page = await client.get(f"/boots/{boot_id}/reissue")
    assert 'name="version" value="1"' in page.text
    entry = {"version": "1", "reason": "torn"}
    assert (await client.post_form(f"/boots/{boot_id}/reissue", entry)).status_code == 303
    new = await token_of(boot_id)
    assert new != old
    again = await client.post_form(f"/boots/{boot_id}/reissue", entry)
    assert again.status_code == 409
    assert await token_of(boot_id) == new


async def test_a_boot_that_does_not_exist_is_missing(client: Browser) -> None:
    await sign_in(client, Role.admin)
    for path in ("", "/edit", "/code", "/reissue", "/do/release", "/label/1"):
        headers = {"hx-request": "true"} if path == "/label/1" else {}
        assert (await client.get(f"/boots/999{path}", headers=headers)).status_code == 404

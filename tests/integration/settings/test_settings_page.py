"""System Settings: every one on the page, only changes saved, numbers only grow."""

import html
import json
import re

from app.clock import now
from app.reads.settings.system_settings import system_settings
from app.rules.people.access import Role
from app.rules.settings.already import ALREADY
from app.rules.settings.catalogue import CATALOGUE
from app.tables.people.staff_factor import StaffFactor
from app.tables.records.audit_event import AuditEvent
from app.tables.records.setting import Setting
from tests.factories import a_violation, sign_in, switch
from tests.integration.conftest import Browser

FIELD = re.compile(
    r'<(?:input|textarea|select)[^>]*\bid="f-([a-z_]+)"[^>]*>(?:([^<]*)</textarea>)?'
)


async def the_form(browser: Browser) -> dict[str, str | list[str]]:
    """What a browser would post if nothing was touched."""
    return form_of((await browser.get("/settings")).text)


def form_of(page: str) -> dict[str, str | list[str]]:
    """What stands in the fields of this page."""
    form: dict[str, str | list[str]] = {}
    for match in FIELD.finditer(page):
        tag, key = match[0], match[1]
        if 'type="checkbox"' in tag:
            if " checked" in tag:
                form[key] = "on"
        elif tag.startswith("<select"):
            options = page[match.end() :].partition("</select>")[0]
            chosen = re.search(r'value="([^"]*)" selected', options)
            form[key] = chosen[1] if chosen else ""
        elif tag.startswith("<textarea"):
            form[key] = html.unescape(match[2])
        else:
            value = re.search(r'value="([^"]*)"', tag)
            form[key] = html.unescape(value[1]) if value else ""
    for name in ("next_number_shown", "shown"):
        hidden = re.search(rf'name="{name}" value="([^"]*)"', page)
        form[name] = html.unescape(hidden[1]) if hidden else ""
    return form


async def test_the_list_beside_the_settings_leads_to_each_of_their_parts(client: Browser) -> None:
    await sign_in(client, Role.admin)
    page = (await client.get("/settings")).text
    leads = re.findall(r'href="#(part-\d+)">([^<]+)</a>', page)
    parts = re.findall(r'id="(part-\d+)"><h2>([^<]+)</h2>', page)
    assert len(leads) > 4
    assert leads == parts


async def test_every_setting_that_does_something_is_on_the_page(client: Browser) -> None:
    await sign_in(client, Role.admin)
    page = (await client.get("/settings")).text
    offered = {key for key in CATALOGUE if f'id="f-{key}"' in page}
    assert offered == set(CATALOGUE)
    assert page.index("Third Party") < page.index("Universal Boot Enabled")
    assert {key for key, said in ALREADY.items() if said not in page} == set()
    assert "http://localhost:8000" in page


async def test_a_form_sent_back_untouched_changes_nothing(client: Browser) -> None:
    await a_violation()
    await sign_in(client, Role.admin)
    form = await the_form(client)
    await a_violation()
    answer = await client.post_form("/settings", form)
    assert answer.status_code == 303
    assert await Setting.count() == 0
    assert not await AuditEvent.exists().where(AuditEvent.verb == "change_setting")


async def test_a_change_is_stored_audited_and_seen_at_once(client: Browser) -> None:
    await sign_in(client, Role.admin)
    form = await the_form(client)
    changed = form | {"universal_boot_enabled": "on", "late_fee_cap_cents": "30.50"}
    answer = await client.post_form("/settings", changed)
    assert answer.status_code == 303
    settings = await system_settings()
    assert settings.universal_boot_enabled
    assert settings.late_fee_cap_cents == 30_50
    events = await AuditEvent.select().where(AuditEvent.verb == "change_setting")
    assert sorted(event["after"] for event in events) == [
        json.dumps({"late_fee_cap_cents": 30_50}),
        json.dumps({"universal_boot_enabled": True}),
    ]
    page = (await client.get(answer.headers["location"])).text
    assert "The settings are saved." in page
    assert 'value="30.50"' in page
    # The page is drawn from cached settings: the organisation's new name shows without waiting.
    renamed = await the_form(client) | {"organisation_name": "Ville de Marlow"}
    await client.post_form("/settings", renamed)
    assert "Ville de Marlow" in (await client.get("/settings")).text


async def test_a_refused_setting_is_called_by_its_name_in_the_summary(client: Browser) -> None:
    await sign_in(client, Role.admin)
    refused = await client.post_form("/settings", await the_form(client) | {"pin_length": "99"})
    assert '<a href="#f-pin_length">PIN length: Enter a number' in refused.text


async def test_a_switch_left_out_of_the_form_is_switched_off(client: Browser) -> None:
    await sign_in(client, Role.admin)
    form = await the_form(client)
    assert form.pop("print_pin") == "on"
    await client.post_form("/settings", form)
    assert not (await system_settings()).print_pin


async def test_bad_values_are_named_beside_their_fields_and_nothing_is_saved(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    form = await the_form(client) | {
        "pin_length": "99",
        "time_zone": "Mars/Olympus",
        "organisation_name": "",
        "help_email": "nobody",
        "currency": "XXX",
        "overdue_days": "20",
    }
    answer = await client.post_form("/settings", form)
    assert answer.status_code == 422
    for key in ("pin_length", "time_zone", "organisation_name", "help_email", "currency"):
        assert f'href="#f-{key}"' in answer.text
        assert f'id="e-{key}"' in answer.text
    assert 'value="Mars/Olympus"' in answer.text
    assert await Setting.count() == 0


async def test_raising_the_next_number_gives_the_next_ticket_that_number(client: Browser) -> None:
    await a_violation()
    second = await a_violation()
    assert second.number == "TT-10002"
    await sign_in(client, Role.admin)
    form = await the_form(client)
    assert form["next_number"] == "10003"
    await client.post_form("/settings", form | {"next_number": "20000"})
    assert (await a_violation()).number == "TT-20000"
    assert (await a_violation()).number == "TT-20001"
    assert (await the_form(client))["next_number"] == "20002"


async def test_the_next_number_never_goes_down(client: Browser) -> None:
    await a_violation()
    await sign_in(client, Role.admin)
    form = await the_form(client)
    refused = await client.post_form("/settings", form | {"next_number": "10001"})
    assert refused.status_code == 422
    assert 'id="e-next_number"' in refused.text
    assert await Setting.count() == 0


async def test_the_currency_is_fixed_once_a_ticket_exists(client: Browser) -> None:
    await sign_in(client, Role.admin)
    form = await the_form(client)
    assert (await client.post_form("/settings", form | {"currency": "EUR"})).status_code == 303
    await a_violation()
    form = await the_form(client)
    refused = await client.post_form("/settings", form | {"currency": "CAD"})
    assert refused.status_code == 422
    assert 'id="e-currency"' in refused.text
    assert (await system_settings()).currency == "EUR"


async def test_what_another_administrator_changed_meanwhile_is_not_undone(client: Browser) -> None:
    await sign_in(client, Role.admin)
    form = await the_form(client)
    await switch(overdue_days="21", help_phone='"555 0199"', universal_boot_enabled="true")
    answer = await client.post_form("/settings", form | {"return_window_hours": "36"})
    assert answer.status_code == 303
    settings = await system_settings()
    assert (settings.return_window_hours, settings.overdue_days) == (36, 21)
    assert (settings.help_phone, settings.universal_boot_enabled) == ("555 0199", True)
    assert await AuditEvent.count().where(AuditEvent.verb == "change_setting") == 1


async def test_of_two_who_change_the_same_setting_the_second_is_told_and_may_save_again(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    form = await the_form(client)
    await switch(overdue_days="21", help_phone='"555 0199"')
    mine = form | {"overdue_days": "30", "return_window_hours": "0"}
    # The other fault is found first, and does not swallow the news about this one.
    refused = await client.post_form("/settings", mine)
    assert refused.status_code == 422
    assert "Somebody else" not in refused.text
    refused = await client.post_form(
        "/settings", form_of(refused.text) | {"return_window_hours": "36"}
    )
    assert refused.status_code == 422
    assert "Somebody else changed this meanwhile." in refused.text
    assert (await system_settings()).overdue_days == 21
    again = form_of(refused.text)
    assert (again["overdue_days"], again["help_phone"]) == ("30", "555 0199")
    assert (await client.post_form("/settings", again)).status_code == 303
    settings = await system_settings()
    assert (settings.overdue_days, settings.help_phone) == (30, "555 0199")
    assert settings.return_window_hours == 36


async def test_settings_are_for_administrators(client: Browser) -> None:
    await sign_in(client, Role.office)
    assert (await client.get("/settings")).status_code == 403
    assert (await client.post_form("/settings", {})).status_code == 403


async def test_one_time_codes_are_asked_of_administrators_by_one_who_has_them(
    client: Browser,
) -> None:
    admin = await sign_in(client, Role.admin)
    form = await the_form(client)
    wanted = form | {"second_factor_admins": "on", "overdue_days": "20"}
    refused = await client.post_form("/settings", wanted)
    assert refused.status_code == 422
    assert "Set up one-time codes for yourself first" in refused.text
    assert await Setting.count() == 0
    assert admin.staff_id is not None
    await StaffFactor.insert(
        StaffFactor(staff=admin.staff_id, sealed_secret="x", last_step=0, since_at=now())
    )
    assert (await client.post_form("/settings", wanted)).status_code == 303
    assert (await system_settings()).second_factor_admins
    row = await AuditEvent.select().where(AuditEvent.after.like("%second_factor%")).first()
    assert (row["before"], row["after"]) == (
        '{"second_factor_admins": false}',
        '{"second_factor_admins": true}',
    )

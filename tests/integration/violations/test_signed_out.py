"""An entry outlives the session of who writes it."""

import html
import re

import pytest

from app.rules.people.access import Role
from app.tables.street.violation import Violation
from tests.factories import sign_in
from tests.integration.conftest import Browser
from tests.integration.violations.arrange import a_form, boots_on

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
SWAP = {"hx-request": "true", "sec-fetch-site": "same-origin"}


def sign_out(client: Browser) -> None:
    client.cookies.delete("bk-staff")


async def test_what_was_typed_comes_back_to_be_sent_again(client: Browser) -> None:
    meter, _ = await boots_on()
    remarks = 'Tarp "blue" <b>\nsecond line'
    await sign_in(client, Role.officer)
    sign_out(client)
    entry = a_form(meter, remarks=remarks)
    answer = await client.post_form("/violations/new", entry)
    assert answer.status_code == 401
    assert "You are signed out" in answer.text
    assert 'href="/sign-in" target="_blank"' in answer.text
    assert await Violation.count() == 0
    form = answer.text.partition('action="/violations/new"')[2]
    kept = [(name, html.unescape(value)) for name, value in HIDDEN.findall(form)]
    assert ("remarks", remarks) in kept
    assert [name for name, _ in kept].count("_csrf_token") == 1
    assert {name for name, _ in kept} == {*entry, "_csrf_token"}

    again = dict(kept)
    assert (await client.post_form("/violations/new", again)).status_code == 401
    await sign_in(client, Role.officer)
    assert (await client.post_form("/violations/new", again)).status_code == 303
    row = await Violation.select(Violation.remarks).first()
    assert row == {"remarks": remarks}


@pytest.mark.parametrize(
    ("method", "address"), [("POST", "/violations/new/plate"), ("GET", "/violations/new/boots")]
)
async def test_a_look_up_does_not_lead_away_from_the_entry(
    method: str, address: str, client: Browser
) -> None:
    await sign_in(client, Role.officer)
    sign_out(client)
    token = {"x-csrftoken": client.cookies["bk-csrf"]}
    answer = await client.request(method, address, headers=SWAP | token)
    assert answer.status_code == 401
    assert "hx-redirect" not in answer.headers
    assert "Please sign in" in answer.text


async def test_settings_and_words_of_mails_are_kept_as_well(client: Browser) -> None:
    await sign_in(client, Role.admin)
    sign_out(client)
    for address, name in (("/settings", "organisation_name"), ("/templates/release/en", "body")):
        answer = await client.post_form(address, {name: "Typed for an hour"})
        assert answer.status_code == 401
        assert f'<input type="hidden" name="{name}" value="Typed for an hour">' in answer.text
        assert f'action="{address}"' in answer.text


async def test_a_form_with_a_secret_is_not_repeated(client: Browser) -> None:
    await sign_in(client, Role.admin)
    sign_out(client)
    answer = await client.post_form("/boots/new", {"name": "Red Boot 01", "code": "47-11"})
    assert answer.status_code == 401
    assert "47-11" not in answer.text

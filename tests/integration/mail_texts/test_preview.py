"""The preview is a mail in a box: it shows everything, does nothing and gives nothing away."""

import html
import re

import httpx
import pytest

from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.records.mail_text import MailText
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem
from tests.factories import a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.mail_texts.writing import BODY, RELEASE, SUBJECT, save
from tests.integration.payments.conftest import Kerb, kerb

__all__ = ["kerb"]


async def preview(browser: Browser, body: str = BODY, **more: str) -> httpx.Response:
    return await browser.post_form(
        f"{RELEASE}/preview", {"subject": SUBJECT, "body": body, "look": "mail", **more}
    )


async def test_it_may_do_nothing_and_be_shown_only_in_our_own_page(client: Browser) -> None:
    await sign_in(client, Role.admin)
    for answer in (await preview(client), await client.get(f"{RELEASE}/preview")):
        policy = answer.headers["content-security-policy"].split("; ")
        assert policy[0] == "default-src 'none'"
        assert {"sandbox", "frame-ancestors 'self'", "form-action 'none'"} <= set(policy)
        assert not [one for one in policy if one.startswith(("script-src", "connect-src"))]
        assert answer.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    editor = await client.get(RELEASE)
    assert "frame-src 'self'" in editor.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in editor.headers["content-security-policy"]
    assert editor.headers.get_list("x-frame-options") == ["DENY"]
    settings = await client.get("/settings")
    assert "frame-src" not in settings.headers["content-security-policy"]


async def test_it_shows_what_is_typed_with_a_real_ticket_and_no_code(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.admin)
    await kerb.pay()
    boot = await Boot.select(Boot.name).first()
    answer = await preview(client, f"{BODY}\n\n{{{{boot}}}} *now*")
    assert f"{boot['name']} <em>now</em>" in answer.text
    assert "Your code ••••••" in answer.text
    assert "47-11" not in answer.text
    assert re.search(r"\d+(\.\d)? kB of at most 30 kB", answer.text)
    assert await MailText.count() == 0


@pytest.mark.parametrize("kind", ["receipt", "notice"])
async def test_offences_are_called_as_in_the_language_of_the_mail(
    client: Browser, kerb: Kerb, kind: str
) -> None:
    await sign_in(client, Role.admin)
    meter = ViolationItem.description == "Expired meter"
    await ViolationItem.update({ViolationItem.description_fr: "Parcomètre expiré"}).where(meter)
    for language, name, other in (
        ("fr", "Parcomètre expiré", "Expired meter"),
        ("en", "Expired meter", "Parcomètre expiré"),
    ):
        shown = (await client.get(f"/templates/{kind}/{language}/preview")).text
        assert name in shown
        assert other not in shown


async def test_the_weight_of_a_french_mail_has_a_comma(client: Browser) -> None:
    await sign_in(client, Role.admin)
    shown = (await client.get("/templates/release/fr/preview")).text
    assert re.search(r">\d+(,\d)?\sko sur 30\s", shown)


async def test_no_mail_shows_a_pin(client: Browser, kerb: Kerb) -> None:
    await sign_in(client, Role.admin)
    ticket = await Violation.select(Violation.number, Violation.pin).first()
    shown = (await client.get("/templates/notice/en/preview")).text
    assert f"{ticket['number']}-••••" in shown
    assert f"{ticket['number']}-{ticket['pin']}" not in shown


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("release", False),
        ("promise", False),
        ("refund", False),
        ("receipt", True),
        ("goodwill", True),
    ],
)
async def test_mails_about_a_boot_are_shown_with_a_ticket_that_had_one(
    client: Browser, kerb: Kerb, kind: str, *, fits: bool
) -> None:
    await sign_in(client, Role.admin)
    other = (await a_violation(plate="NONE 77")).violation_id
    page = (await client.get(f"/templates/{kind}/en")).text
    choices = re.findall(r'<option value="(\d+)"', page)
    assert (str(other) in choices) is fits
    assert str(kerb.violation_id) in choices
    assert ("••••77" in (await client.get(f"/templates/{kind}/en/preview")).text) is fits


async def test_it_shows_text_and_source_too(client: Browser) -> None:
    await sign_in(client, Role.admin)
    text = await preview(client, look="text")
    assert "Your release code: ••••••" in text.text
    source = await preview(client, look="source")
    assert "&lt;!doctype html&gt;" in source.text
    assert "<table" not in source.text


async def test_it_says_what_is_wrong_instead(client: Browser) -> None:
    await sign_in(client, Role.admin)
    answer = await preview(client, "{{price}}")
    assert answer.status_code == 200
    assert "{{price}} is not a placeholder" in html.unescape(answer.text)


@pytest.mark.parametrize("look", ["mail", "text", "source"])
async def test_hostile_words_come_out_as_words(client: Browser, look: str) -> None:
    await sign_in(client, Role.admin)
    answer = await preview(client, f"{BODY}\n\n<script>alert(1)</script><img src=x onerror=y>")
    assert "<script" not in answer.text
    assert "<img" not in answer.text


async def test_an_old_version_and_another_ticket_can_be_looked_at(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.admin)
    await save(client, body=f"{BODY}\n\nfirst of all")
    await save(client, body=f"{BODY}\n\nsecond thoughts", seen=1)
    assert "second thoughts" in (await client.get(f"{RELEASE}/preview")).text
    assert "first of all" in (await client.get(f"{RELEASE}/preview?version=1")).text
    assert (await client.get(f"{RELEASE}/preview?version=7")).status_code == 404
    assert (await client.get(f"{RELEASE}/preview?ticket=999")).status_code == 404
    assert (await client.get(f"{RELEASE}/preview?ticket={kerb.violation_id}")).status_code == 200
    assert (await client.get(f"{RELEASE}/preview?ticket=x")).status_code == 404

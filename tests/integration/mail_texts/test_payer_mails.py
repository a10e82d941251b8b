"""The mails about a payment are written by administrators like all others."""

import html
from collections.abc import Awaitable, Callable

import pytest

from app.actions.payments.change_email import change_email
from app.actions.payments.remind_promise import remind_promise
from app.actions.refunds.give_goodwill import Goodwill, give_goodwill
from app.rules.mail_texts.payer_messages import PAYER_MESSAGES
from app.rules.outbox.letters import LetterKind
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.counter.arrange import promise
from tests.integration.mail_texts.writing import deliver, errors, kept, save
from tests.integration.payments.conftest import DRIVER, Kerb, kerb

__all__ = ["kerb"]

KINDS = [message.kind for message in PAYER_MESSAGES]
# In each, what it cannot do without.
WRITTEN = {
    LetterKind.promise: "{{total}}, {{address}}",
    LetterKind.promise_reminder: "{{total}}, {{address}}",
    LetterKind.goodwill: "{{amount}}, {{how}}",
    LetterKind.paid_twice: "{{amount}}, {{how}}",
    LetterKind.email_changed: "{{not_you}}",
}
TOLD = {
    LetterKind.promise: "$165.00, ",
    LetterKind.promise_reminder: "$165.00, ",
    LetterKind.goodwill: "$20.00, It goes back to the card",
    LetterKind.paid_twice: "$165.00, It goes back to the card",
    LetterKind.email_changed: "If it was not you",
}


def body(kind: LetterKind) -> str:
    return f"# Marlow writes\n\n*{WRITTEN[kind]}*"


async def promised(kerb: Kerb) -> None:
    await promise(kerb)


async def reminded(kerb: Kerb) -> None:
    await remind_promise(await promise(kerb), kerb.bells)


async def given_back(kerb: Kerb) -> None:
    await kerb.pay()
    payment = await Payment.select(Payment.id).first()
    admin = await a_staff(Role.admin)
    await give_goodwill(admin, kerb.bells, payment["id"], Goodwill(20_00, "Wrong sign", 0))


async def paid_twice(kerb: Kerb) -> None:
    first, second = [await kerb.start(f"{who}@example.com", who) for who in ("one", "dana")]
    for started in (first, second):
        await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))


async def moved(kerb: Kerb) -> None:
    await kerb.pay()
    payment = await Payment.select(Payment.id).first()
    await change_email(DRIVER, kerb.bells, payment["id"], "new@example.org", payer=None)


CAUSES: dict[LetterKind, Callable[[Kerb], Awaitable[None]]] = {
    LetterKind.promise: promised,
    LetterKind.promise_reminder: reminded,
    LetterKind.goodwill: given_back,
    LetterKind.paid_twice: paid_twice,
    LetterKind.email_changed: moved,
}


@pytest.mark.parametrize("kind", KINDS)
async def test_saved_words_are_in_the_next_mail_of_that_kind_alone(
    client: Browser, kerb: Kerb, kind: LetterKind
) -> None:
    await sign_in(client, Role.admin)
    answer = await save(client, body(kind), "A word from Marlow", at=f"/templates/{kind}/en")
    assert answer.status_code == 303
    await CAUSES[kind](kerb)
    mails = await deliver(kerb.bells)
    [(to, text)] = [(to, text) for to, subject, text in mails if subject == "A word from Marlow"]
    assert to == "dana@example.com"
    assert text.startswith(f"Marlow writes\n\n{TOLD[kind]}")
    assert len(mails) > 1 or kind is LetterKind.promise


@pytest.mark.parametrize("kind", KINDS)
async def test_a_preview_tells_of_a_real_ticket_in_every_look(
    client: Browser, kerb: Kerb, kind: LetterKind
) -> None:
    await sign_in(client, Role.admin)
    ticket = await Violation.select(Violation.number).first()
    editor = await client.get(f"/templates/{kind}/en")
    assert f'<option value="{kerb.violation_id}"' in editor.text
    numbered = kind is not LetterKind.email_changed
    for look in ("mail", "text"):
        shown = (await client.get(f"/templates/{kind}/en/preview?look={look}")).text
        assert "••••43" in shown
        assert (ticket["number"] in shown) is numbered
    source = (await client.get(f"/templates/{kind}/en/preview?look=source")).text
    assert "&lt;!doctype html&gt;" in source


@pytest.mark.parametrize("kind", KINDS)
async def test_a_town_without_a_ticket_sees_a_made_up_one(
    client: Browser, kind: LetterKind
) -> None:
    await sign_in(client, Role.admin)
    for language in ("en", "fr"):
        shown = (await client.get(f"/templates/{kind}/{language}/preview?look=text")).text
        assert "••••23" in shown


@pytest.mark.parametrize("kind", KINDS)
async def test_a_test_of_it_comes_to_the_administrator(
    client: Browser, kerb: Kerb, kind: LetterKind
) -> None:
    await sign_in(client, Role.admin)
    at = f"/templates/{kind}/en"
    answer = await save(client, body(kind), "A word from Marlow", at=at, do="test")
    [(to, subject, text)] = await deliver(kerb.bells)
    assert f"A test is on its way to {to}" in answer.text
    assert subject == "Test: A word from Marlow"
    assert text.startswith("Marlow writes\n\n")


@pytest.mark.parametrize("kind", KINDS)
async def test_without_what_it_is_for_it_is_not_saved(client: Browser, kind: LetterKind) -> None:
    await sign_in(client, Role.admin)
    answer = await save(client, "Hello", "A word", at=f"/templates/{kind}/en")
    assert answer.status_code == 422
    [problem] = errors(answer)
    assert "This message cannot do without {{" in problem
    assert kept(answer, "body") == "Hello"


@pytest.mark.parametrize("kind", [LetterKind.goodwill, LetterKind.paid_twice, LetterKind.refund])
async def test_money_that_goes_back_is_not_told_without_how_it_comes(
    client: Browser, kind: LetterKind
) -> None:
    await sign_in(client, Role.admin)
    at = f"/templates/{kind}/en"
    answer = await save(client, "{{amount}} goes back to your card.", "A word", at=at)
    assert answer.status_code == 422
    [problem] = errors(answer)
    assert "This message cannot do without {{" in problem
    assert "{{how}}" in problem
    told = await save(client, "{{amount}} goes back. {{how}}", "A word", at=at)
    assert told.status_code == 303


@pytest.mark.parametrize("kind", KINDS)
async def test_an_older_version_of_it_comes_back_and_so_do_the_standard_words(
    client: Browser, kind: LetterKind
) -> None:
    await sign_in(client, Role.admin)
    at = f"/templates/{kind}/fr"
    standard = kept(await client.get(at), "body")
    await save(client, body(kind), "One", at=at)
    await save(client, body(kind), "Two", at=at, seen=1)
    await client.post_form(f"{at}/versions/1/restore", {"seen": "2"})
    assert kept(await client.get(at), "subject") == "One"
    await client.post_form(f"{at}/standard", {"seen": "3"})
    assert kept(await client.get(at), "body") == standard
    listed = html.unescape((await client.get(f"{at}/versions")).text)
    assert "One" in listed
    assert "Two" in listed

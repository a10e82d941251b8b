"""The pages on which a payer, or the office, changes the address of a payment."""

import re

import pytest

from app.gateways.payments.provider import NoticeKind
from app.rules.people.access import Role
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from tests.conftest import RecordingBells
from tests.factories import sign_in
from tests.integration.conftest import Browser
from tests.integration.pay_ticket.conftest import a_paper, card, open_page
from tests.integration.pay_ticket.test_cart import pays
from tests.integration.payments.conftest import Kerb
from tests.integration.payments.test_after_the_case import bring_back
from tests.pretend_provider import PretendProvider

__all__ = ["card"]

CHANGE = re.compile(r'href="(/paid/[^"]+/email)"')


async def pays_here(client: Browser, kerb: Kerb) -> str:
    """This browser pays; returns our reference."""
    answer = await client.post_form(f"/b/{kerb.token}/pay", {"email": "dana@example.com"})
    reference = answer.headers["location"].rpartition("/")[2]
    await kerb.settle(kerb.provider.notice(f"chk_{reference}"))
    return str(reference)


async def form_on(client: Browser, page: str) -> str:
    """The address of the form that `page` leads to."""
    found = CHANGE.search((await client.get(page)).text)
    assert found is not None
    return found[1]


async def test_the_payer_changes_the_address_where_the_code_is_shown(
    client: Browser, paying: Kerb
) -> None:
    await pays_here(client, paying)
    form = await form_on(client, f"/b/{paying.token}")
    page = await client.get(form)
    assert "d••••@e….com" in page.text
    assert "dana@example.com" not in page.text
    answer = await client.post_form(form, {"email": "new@example.org"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/b/{paying.token}"
    case = (await client.get(f"/b/{paying.token}")).text
    assert "n••••@e….org" in case
    assert 'id="code">47-11<' in case


async def test_once_the_boot_is_back_it_is_changed_on_the_payers_own_case(
    client: Browser, paying: Kerb
) -> None:
    await pays_here(client, paying)
    await bring_back(paying)
    mine = f"/b/{paying.token}/mine"
    assert "We write to <b>d••••@e….com</b>" in (await client.get(mine)).text
    answer = await client.post_form(await form_on(client, mine), {"email": "new@example.org"})
    assert answer.headers["location"] == mine
    assert "We write to <b>n••••@e….org</b>" in (await client.get(mine)).text


async def test_a_guest_without_a_boot_changes_it_on_the_tickets_page(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    reference = await pays(client, page)
    card.kinds[f"chk_{reference}"] = NoticeKind.PAID
    await client.get(f"{page}/back/{reference}")
    answer = await client.post_form(await form_on(client, page), {"email": "new@example.org"})
    assert "n••••@e….org" in (await client.get(answer.headers["location"])).text


async def test_a_slip_is_asked_about_once_and_wrong_ones_keep_what_was_typed(
    client: Browser, paying: Kerb
) -> None:
    await pays_here(client, paying)
    form = await form_on(client, f"/b/{paying.token}")
    for typed, words in (
        ("", "Enter the email we should write to."),
        ("nobody", "Enter an email address like"),
        ("dana@example.com", "This is the address we have."),
        ("dana@gmial.com", "Did you mean <b>dana@gmail.com</b>?"),
    ):
        answer = await client.post_form(form, {"email": typed})
        assert answer.status_code == 422, typed
        assert words in answer.text
        assert f'value="{typed}"' in answer.text
    sure = {"email": "dana@gmial.com", "confirmed_email": "dana@gmial.com"}
    assert (await client.post_form(form, sure)).status_code == 303
    assert await Payment.exists().where(Payment.email == "dana@gmial.com")


async def test_the_fourth_change_of_a_day_is_told_to_call(client: Browser, paying: Kerb) -> None:
    await pays_here(client, paying)
    form = await form_on(client, f"/b/{paying.token}")
    for number in range(3):
        assert (await client.post_form(form, {"email": f"n{number}@x.org"})).status_code == 303
    answer = await client.post_form(form, {"email": "n4@x.org"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Changed too often today" in answer.text


async def test_a_stranger_finds_no_form_and_no_link_to_it(client: Browser, paying: Kerb) -> None:
    reference = await paying.pay()
    assert not CHANGE.search((await client.get(f"/b/{paying.token}")).text)
    form = f"/paid/{reference}/email"
    assert (await client.get(form)).status_code == 404
    assert (await client.post_form(form, {"email": "thief@example.org"})).status_code == 404
    assert await Payment.exists().where(Payment.email == "dana@example.com")


async def test_the_link_mailed_to_the_old_address_says_that_it_is_replaced(
    client: Browser, paying: Kerb
) -> None:
    reference = await paying.pay()
    signer = client._transport.app.app.state.desk.signer  # type: ignore[attr-defined]
    old = f"/b/{paying.token}/mine/{reference}.{signer.sign('case link', reference)}"
    assert "47-11" in (await client.get(old, follow_redirects=True)).text
    # Who came by that link changes the address, and stays the payer in this browser.
    form = await form_on(client, f"/b/{paying.token}")
    assert (await client.post_form(form, {"email": "new@example.org"})).status_code == 303
    assert "47-11" in (await client.get(f"/b/{paying.token}")).text

    client.cookies.clear()
    answer = await client.get(old)
    assert answer.status_code == 410
    assert "This link is no longer valid" in answer.text
    assert "47-11" not in (await client.get(f"/b/{paying.token}")).text
    subject = f"{reference}~1"
    new = f"/b/{paying.token}/mine/{subject}.{signer.sign('case link', subject)}"
    assert "47-11" in (await client.get(new, follow_redirects=True)).text


async def test_a_browser_that_kept_the_old_link_sees_no_code_after_the_change(
    client: Browser, paying: Kerb
) -> None:
    reference = await paying.pay()
    signer = client._transport.app.app.state.desk.signer  # type: ignore[attr-defined]
    await client.get(f"/b/{paying.token}/mine/{reference}.{signer.sign('case link', reference)}")
    assert "47-11" in (await client.get(f"/b/{paying.token}")).text
    await Payment.update({Payment.link_version: 1}, force=True)
    assert "47-11" not in (await client.get(f"/b/{paying.token}")).text


@pytest.mark.parametrize("role", [Role.office, Role.admin])
async def test_the_office_changes_it_from_the_payment_and_from_the_gear(
    client: Browser, paying: Kerb, role: Role
) -> None:
    await paying.pay()
    payment = await Payment.select(Payment.id).first()
    page = f"/payments/{payment['id']}"
    await sign_in(client, role)
    assert f'href="{page}/email"' in (await client.get(page)).text
    gear = await client.get(f"/dashboard/boots/{paying.boot_id}/actions")
    assert f'href="{page}/email"' in gear.text
    wrong = await client.post_form(f"{page}/email", {"email": "new@gmial.com"})
    assert wrong.status_code == 422
    assert "new@gmail.com" in wrong.text
    answer = await client.post_form(f"{page}/email", {"email": "new@example.org"})
    assert answer.headers["location"] == page
    shown = (await client.get(page)).text
    assert "new@example.org" in shown
    assert "Email changed" in shown
    assert "Mail to the old address" in shown


async def test_an_officer_finds_no_way_to_change_it(client: Browser, paying: Kerb) -> None:
    await paying.pay()
    payment = await Payment.select(Payment.id).first()
    await sign_in(client, Role.officer)
    gear = await client.get(f"/dashboard/boots/{paying.boot_id}/actions")
    assert "/email" not in gear.text
    form = f"/payments/{payment['id']}/email"
    assert (await client.post_form(form, {"email": "new@example.org"})).status_code == 403
    assert not await Mail.exists().where(Mail.kind == "email_changed")


async def test_a_payer_without_an_address_is_given_one_by_the_office(
    client: Browser, paying: Kerb, bells: RecordingBells
) -> None:
    await paying.pay()
    await Payment.update({Payment.email: ""}, force=True)
    payment = await Payment.select(Payment.id).first()
    await sign_in(client, Role.office)
    form = f"/payments/{payment['id']}/email"
    assert (await client.post_form(form, {"email": "new@example.org"})).status_code == 303
    kinds = await Mail.select(Mail.kind).where(Mail.recipient == "new@example.org")
    assert {row["kind"] for row in kinds} == {"release", "receipt"}
    assert not await Mail.exists().where(Mail.kind == "email_changed")

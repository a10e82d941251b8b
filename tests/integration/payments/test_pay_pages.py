"""The driver's page: what each person sees in each state, and what bad input gets."""

import pytest

from app.actions.boots.labels.reissue_label import reissue_label
from app.rules.people.access import Role
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from tests.factories import a_boot, a_staff, token_of
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb


async def test_an_issued_boot_shows_the_bill_and_one_field(client: Browser, kerb: Kerb) -> None:
    answer = await client.get(f"/b/{kerb.token}")
    assert answer.status_code == 200
    assert "Pay $165.00 by card" in answer.text
    assert "••••43" in answer.text
    assert "BKPR43" not in answer.text
    assert answer.text.count('<input class="input"') == 1
    assert 'content="noindex' in answer.text


async def test_an_available_boot_has_nothing_to_pay(client: Browser) -> None:
    token = await token_of(await a_boot())
    answer = await client.get(f"/b/{token}")
    assert answer.status_code == 200
    assert "not on a vehicle" in answer.text
    # It tells of no case, so it may be found and says what it is (target U1).
    assert "noindex" not in answer.text
    assert '<meta name="description"' in answer.text


async def test_an_unknown_label_is_404_and_a_replaced_one_410(client: Browser, kerb: Kerb) -> None:
    admin = await a_staff(Role.admin)
    await reissue_label(admin, kerb.bells, kerb.boot_id, version=1, reason="Scratched")
    unknown = await client.get("/b/UNKNOWN")
    assert unknown.status_code == 404
    assert "We know no boot with this label." in unknown.text
    answer = await client.get(f"/b/{kerb.token}")
    assert answer.status_code == 410
    assert "This label has been replaced" in answer.text


@pytest.mark.parametrize("email", ["", "dana", "dana@", "a@b@c.com", "x" * 300 + "@example.com"])
async def test_a_bad_email_is_422_with_the_input_kept(
    client: Browser, kerb: Kerb, email: str
) -> None:
    answer = await client.post_form(f"/b/{kerb.token}/pay", {"email": email})
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{email}"' in answer.text
    assert await Payment.count() == 0


async def test_a_likely_typo_is_asked_about_once_and_may_be_kept(
    client: Browser, paying: Kerb
) -> None:
    url = f"/b/{paying.token}/pay"
    answer = await client.post_form(url, {"email": "dana@gmial.com"})
    assert answer.status_code == 422
    assert "dana@gmail.com" in answer.text
    again = {"email": "dana@gmial.com", "confirmed_email": "dana@gmial.com"}
    answer = await client.post_form(url, again)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("http://pretend.example/")


async def test_the_payer_sees_the_code_and_nobody_else_does(client: Browser, paying: Kerb) -> None:
    page = f"/b/{paying.token}"
    await client.get(page)
    answer = await client.post_form(f"{page}/pay", {"email": "dana@example.com"})
    reference = answer.headers["location"].rpartition("/")[2]
    await paying.settle(paying.provider.notice(f"chk_{reference}"))

    mine = await client.get(page)
    assert 'id="code">47-11<' in mine.text
    client.cookies.clear()
    strangers = await client.get(page)
    assert strangers.status_code == 200
    assert "47-11" not in strangers.text
    assert "dana" not in strangers.text


async def test_the_mailed_link_makes_any_browser_the_payers(client: Browser, paying: Kerb) -> None:
    reference = await paying.pay()
    desk = client._transport.app.app.state.desk  # type: ignore[attr-defined]
    proof = f"{reference}.{desk.signer.sign('case link', reference)}"
    answer = await client.get(f"/b/{paying.token}/mine/{proof}")
    assert answer.status_code == 303
    assert "47-11" in (await client.get(f"/b/{paying.token}")).text


async def test_a_forged_mailed_link_is_404(client: Browser, paying: Kerb) -> None:
    reference = await paying.pay()
    assert (await client.get(f"/b/{paying.token}/mine/{reference}.x")).status_code == 404
    client.cookies.set("bk-mine", f"{reference}.forged")
    assert "47-11" not in (await client.get(f"/b/{paying.token}")).text


async def test_coming_back_asks_the_provider_and_trusts_no_parameter(
    client: Browser, paying: Kerb
) -> None:
    started = await paying.start()
    back = f"/b/{paying.token}/back/{started.reference}?paid=1&status=paid"
    assert (await client.get(back)).status_code == 303
    assert await Payment.select(Payment.status).first() == {"status": "started"}


async def test_a_silent_provider_on_the_way_back_is_no_error_page(
    client: Browser, paying: Kerb
) -> None:
    started = await paying.start()
    paying.provider.down = True
    answer = await client.get(f"/b/{paying.token}/back/{started.reference}")
    assert answer.status_code == 303


async def test_a_provider_that_is_down_says_that_nothing_was_charged(
    client: Browser, paying: Kerb
) -> None:
    paying.provider.down = True
    answer = await client.post_form(f"/b/{paying.token}/pay", {"email": "dana@example.com"})
    assert answer.status_code == 503
    assert "You have not been charged" in answer.text


async def test_anyone_may_resend_to_the_same_address_but_once_a_minute(
    client: Browser, paying: Kerb
) -> None:
    await paying.pay()
    url = f"/b/{paying.token}/resend"
    assert (await client.post_form(url, {})).status_code == 303
    answer = await client.post_form(url, {})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    mails = await Mail.select(Mail.recipient, Mail.message_id).where(Mail.kind == "release")
    assert {mail["recipient"] for mail in mails} == {"dana@example.com"}
    assert len({mail["message_id"] for mail in mails}) == 2


async def test_an_address_with_an_impossible_number_is_404(client: Browser) -> None:
    await a_staff(Role.admin)
    assert (await client.get("/b/x/back/nothing")).status_code == 404

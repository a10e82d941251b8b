"""A payer is this browser or this mailed link, and nobody is taken for another."""

import re

import pytest

from app.actions.payments.start_payment import MOST_STARTED, Wish
from app.reads.pay.payer.payers import Payer, payment_of_payer
from app.rules.errors import TooMany
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from tests.factories import switch
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb


async def pays(client: Browser, kerb: Kerb, email: str = "dana@example.com") -> str:
    """This browser presses Pay; returns our reference."""
    answer = await client.post_form(f"/b/{kerb.token}/pay", {"email": email})
    assert answer.status_code == 303
    return answer.headers["location"].rpartition("/")[2]


async def test_a_payment_without_a_browser_is_nobodys(kerb: Kerb) -> None:
    reference = await kerb.pay()
    await Payment.update({Payment.payer_hash: ""}).where(Payment.reference == reference)

    assert await payment_of_payer(kerb.assignment_id, Payer(references=("bk_other",))) is None
    assert await payment_of_payer(kerb.assignment_id, Payer(references=("",))) is None
    assert await payment_of_payer(kerb.assignment_id, Payer()) is None
    assert await payment_of_payer(kerb.assignment_id, Payer(references=(reference,))) is not None


def test_nobody_pays_without_a_browser() -> None:
    with pytest.raises(ValueError, match="browser"):
        Wish(token="t", email="d@example.com", payer_hash="", language="en", base_url="")


async def test_a_browser_that_pays_without_a_mark_gets_one_first(
    client: Browser, paying: Kerb
) -> None:
    await client.get("/sign-in")  # the form's token, but never the page of the boot
    assert "bk-payer" not in client.cookies
    reference = await pays(client, paying)

    stored = await Payment.select(Payment.payer_hash).first()
    assert re.fullmatch(r"[0-9a-f]{64}", stored["payer_hash"])
    await paying.settle(paying.provider.notice(f"chk_{reference}"))
    assert 'id="code">47-11<' in (await client.get(f"/b/{paying.token}")).text


async def test_the_same_email_in_another_browser_opens_another_checkout(
    client: Browser, paying: Kerb
) -> None:
    first = await pays(client, paying)
    client.cookies.clear()
    assert await pays(client, paying) != first


async def test_the_second_payer_never_sees_the_code(client: Browser, paying: Kerb) -> None:
    second = await pays(client, paying, "two@example.com")
    await paying.pay("one@example.com", "phone one")
    await Mail.update({Mail.status: "sent"}, force=True)  # nothing else is waited for
    waiting = await client.get(f"/b/{paying.token}")
    assert "Your payment is still being checked" in waiting.text
    assert "every 2s" in waiting.text
    assert "47-11" not in waiting.text

    await paying.settle(paying.provider.notice(f"chk_{second}"))
    page = await client.get(f"/b/{paying.token}")
    assert page.text.count("Somebody else had paid already") == 1
    assert "Your payment of $165.00 goes back" in page.text
    assert "47-11" not in page.text


async def test_with_the_setting_off_not_even_the_payer_sees_the_code(
    client: Browser, paying: Kerb
) -> None:
    await switch(show_code_on_screen="false")
    reference = await pays(client, paying)
    await paying.settle(paying.provider.notice(f"chk_{reference}"))
    page = await client.get(f"/b/{paying.token}")
    assert "The code is on its way" in page.text
    assert "47-11" not in page.text


async def test_the_email_is_filled_in_for_the_browser_that_gave_it_alone(
    client: Browser, paying: Kerb
) -> None:
    await pays(client, paying)
    assert 'value="dana@example.com"' in (await client.get(f"/b/{paying.token}")).text
    client.cookies.clear()
    assert "dana@example.com" not in (await client.get(f"/b/{paying.token}")).text


async def test_one_case_gets_so_many_new_checkouts_and_no_more(kerb: Kerb) -> None:
    for n in range(MOST_STARTED):
        await kerb.start(f"d{n}@example.com")
    with pytest.raises(TooMany):
        await kerb.start("one.more@example.com")
    # A page that is open already stays within reach.
    assert (await kerb.start(f"d{MOST_STARTED - 1}@example.com")).url
    assert await Payment.count() == MOST_STARTED


async def test_too_many_checkouts_are_429_with_the_help_phone(
    client: Browser, paying: Kerb
) -> None:
    for n in range(MOST_STARTED):
        await paying.start(f"d{n}@example.com")
    answer = await client.post_form(f"/b/{paying.token}/pay", {"email": "late@example.com"})
    assert answer.status_code == 429
    assert "555 0100" in answer.text

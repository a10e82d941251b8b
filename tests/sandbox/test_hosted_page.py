"""The hosted page: few taps, true statuses, one payment whatever is pressed."""

import asyncio
import re

import pytest

from app.gateways.payments.provider import CheckoutOrder, NoticeKind, OpenedCheckout
from tests.sandbox.bench import SandboxBench, an_order

BACK = "https://town.example/b/abc/back"


async def opened(sandbox: SandboxBench, **changes: object) -> OpenedCheckout:
    order: CheckoutOrder = an_order(sandbox.clock(), **changes)
    return await sandbox.provider.open_checkout(order)


async def test_the_page_says_whose_money_how_much_and_that_none_is_real(
    sandbox: SandboxBench,
) -> None:
    page = await sandbox.web.get((await opened(sandbox)).url)
    assert page.status_code == 200
    assert "Sandbox: no real money" in page.text
    assert "City of Marlow Parking, ticket TT-10133" in page.text
    assert "town.example" in page.text
    assert page.text.replace("\u00a0", " ").count("CAD 165.00") >= 2
    assert "Expired meter" in page.text
    assert "CAD 120.00" in page.text.replace("\u00a0", " ")


async def test_the_working_card_is_chosen_before_the_payer_does_anything(
    sandbox: SandboxBench,
) -> None:
    page = await sandbox.web.get((await opened(sandbox)).url)
    checked = re.findall(r'value="([a-z]+)" checked', page.text)
    assert checked == ["approve"]


async def test_pay_leads_back_with_the_checkouts_name(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox)
    answer = await sandbox.press(checkout, card="approve", number="")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{BACK}?checkout={checkout.provider_ref}"


async def test_a_return_address_keeps_its_query_and_fragment(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox, return_url=f"{BACK}?a=1#top")
    answer = await sandbox.press(checkout)
    assert answer.headers["location"] == f"{BACK}?a=1&checkout={checkout.provider_ref}#top"


async def test_ten_parallel_presses_take_the_money_once(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox)
    answers = await asyncio.gather(*(sandbox.press(checkout, card="approve") for _ in range(10)))
    assert {answer.status_code for answer in answers} == {303}
    posts = await sandbox.posts(NoticeKind.PAID, 2)
    await asyncio.sleep(0.1)
    posts = sandbox.merchant.of_type("checkout.paid")
    notices = [sandbox.provider.read_notice(*post) for post in posts]
    assert len(posts) == 2
    assert len({notice.event_id for notice in notices}) == 1
    assert len({notice.capture_ref for notice in notices}) == 1


async def test_a_card_declined_after_another_press_paid_changes_nothing(
    sandbox: SandboxBench,
) -> None:
    checkout = await opened(sandbox)
    await sandbox.press(checkout, card="approve")
    assert (await sandbox.press(checkout, card="decline")).status_code == 303
    assert sandbox.merchant.of_type("checkout.declined") == []


async def test_a_declined_card_shows_the_page_again_with_the_choice_kept(
    sandbox: SandboxBench,
) -> None:
    checkout = await opened(sandbox)
    answer = await sandbox.press(checkout, card="decline")
    assert answer.status_code == 402
    assert "The card was declined. You have not been charged." in answer.text
    assert re.findall(r'value="([a-z]+)" checked', answer.text) == ["decline"]


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("4242424242424242", 303),
        ("4242-4242 4242 4242", 303),
        ("4000 0000 0000 0002", 402),
        ("4000000000003220", 303),
        ("4111111111111111", 422),
        ("4242", 422),
        ("card", 422),
    ],
)
async def test_a_typed_number_counts_before_the_choice(
    sandbox: SandboxBench, number: str, status: int
) -> None:
    answer = await sandbox.press(await opened(sandbox), card="approve", number=number)
    assert answer.status_code == status
    if status == 422:
        assert "not one of the test cards" in answer.text
        assert 'id="number"' in answer.text
        assert f'value="{number}"' not in answer.text


async def test_leaving_without_paying_leads_back_and_leaves_the_checkout_open(
    sandbox: SandboxBench,
) -> None:
    checkout = await opened(sandbox)
    answer = await sandbox.press(checkout, card="abandon")
    assert (answer.status_code, answer.headers["location"]) == (303, "https://town.example/b/abc")
    assert (await sandbox.provider.ask(checkout.provider_ref)).detail["state"] == "open"


async def test_the_cancel_link_leads_to_the_merchant(sandbox: SandboxBench) -> None:
    page = await sandbox.web.get((await opened(sandbox)).url)
    assert 'href="https://town.example/b/abc"' in page.text


async def test_an_expired_checkout_says_so_and_takes_no_money(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox)
    sandbox.clock.move(minutes=31)
    for answer in (
        await sandbox.web.get(checkout.url),
        await sandbox.press(checkout, card="approve"),
        await sandbox.press(checkout, number="1"),
    ):
        assert answer.status_code == 410
        assert "This payment page has expired" in answer.text
        assert "<form" not in answer.text
    assert (await sandbox.provider.ask(checkout.provider_ref)).captured_cents == 0


async def test_a_paid_or_waiting_checkout_offers_no_second_payment(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox)
    await sandbox.press(checkout, card="slow")
    waiting = await sandbox.web.get(checkout.url)
    sandbox.clock.move(seconds=9)
    paid = await sandbox.web.get(checkout.url)
    assert (waiting.status_code, paid.status_code) == (200, 200)
    assert "Your payment is being confirmed" in waiting.text
    assert "This is paid" in paid.text
    assert "<form" not in waiting.text + paid.text


async def test_the_policy_lets_the_form_lead_to_the_merchant_and_nowhere_else(
    sandbox: SandboxBench,
) -> None:
    checkout = await opened(sandbox, cancel_url="http://192.0.2.7:8000/b")
    policy = (await sandbox.web.get(checkout.url)).headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
        " frame-ancestors 'none';"
        " form-action 'self' http://192.0.2.7:8000 https://town.example"
    )


async def test_what_the_merchant_writes_is_shown_as_text(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox, description="<script>alert(1)</script>")
    page = await sandbox.web.get(checkout.url)
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_an_unknown_page_is_a_polite_404(sandbox: SandboxBench) -> None:
    for answer in (await sandbox.web.get("/pay/chk_none"), await sandbox.web.get("/nothing")):
        assert answer.status_code == 404
        assert "Sorry, this page cannot be shown" in answer.text


async def test_a_form_that_cannot_be_read_is_422(sandbox: SandboxBench) -> None:
    checkout = await opened(sandbox)
    answer = await sandbox.web.post(checkout.url, content=b"card=\xff\xfe")
    assert answer.status_code == 422
    answer = await sandbox.press(checkout, card="gold")
    assert answer.status_code == 422

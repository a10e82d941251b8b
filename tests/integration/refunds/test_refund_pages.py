"""The refund pages: each button says its amount, and nothing is carried out unseen."""

import re
from datetime import timedelta

import pytest

from app.rules.people.access import Role
from app.tables.money.refund import Refund
from tests.factories import sign_in, switch
from tests.integration.assignments.booted import deposit_of
from tests.integration.conftest import Browser
from tests.integration.refunds.test_deposits import decide, failed_refund, returned
from tests.pretend_provider import PretendProvider


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))


async def test_the_office_refunds_from_the_list(client: Browser) -> None:
    await sign_in(client, Role.office)
    _, payment_id = await returned()
    listed = await client.get("/refunds")
    assert f'href="/payments/{payment_id}/refund"' in listed.text
    shown = await client.get(f"/payments/{payment_id}/refund")
    assert "Process refund of $120.00" in shown.text
    assert 'href="/refunds" aria-current="page"' in shown.text
    assert 'href="/payments" aria-current' not in shown.text
    answer = await client.post_form(f"/payments/{payment_id}/refund", hidden(shown.text))
    assert (answer.status_code, answer.headers["location"]) == (303, "/refunds?done=refund")
    assert await deposit_of(payment_id) == "refunded"
    assert "nothing to decide" in (await client.get(f"/payments/{payment_id}/refund")).text


async def test_damage_changes_the_amount_on_the_button(client: Browser) -> None:
    await sign_in(client, Role.office)
    _, payment_id = await returned()
    address = f"/payments/{payment_id}/refund"
    assert (await client.get(f"{address}?damage=20")).status_code == 422
    shown = await client.get(f"{address}?damage=20&what=bent+arm")
    assert "Process refund of $100.00" in shown.text
    kept = await client.get(f"{address}?damage=120&what=crushed")
    assert "Keep the whole deposit of $120.00" in kept.text
    damage = {"damage": "20", "what": "bent arm"}
    assert (await client.post_form(address, hidden(shown.text) | damage)).status_code == 303
    assert await deposit_of(payment_id) == "partly_refunded"


async def test_damage_typed_but_not_looked_at_is_shown_before_anything_goes_back(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    _, payment_id = await returned()
    address = f"/payments/{payment_id}/refund"
    unseen = hidden((await client.get(address)).text) | {"damage": "20", "what": "bent arm"}
    answer = await client.post_form(address, unseen)
    assert answer.status_code == 409
    assert "That is no longer possible" not in answer.text
    assert "Process refund of $100.00" in answer.text
    assert (await deposit_of(payment_id), await Refund.count()) == ("due", 0)
    answer = await client.post_form(address, unseen | {"show": "1"})
    assert answer.headers["location"] == f"{address}?damage=20&what=bent+arm"
    assert (await deposit_of(payment_id), await Refund.count()) == ("due", 0)


async def test_a_page_opened_before_the_fee_changed_is_shown_again(client: Browser) -> None:
    await sign_in(client, Role.office)
    _, payment_id = await returned(late=timedelta(hours=30))
    address = f"/payments/{payment_id}/refund"
    old = hidden((await client.get(address)).text)
    await switch(late_fee_per_day_cents="1000")
    answer = await client.post_form(address, old)
    assert answer.status_code == 409
    assert "Process refund of $100.00" in answer.text
    assert await Refund.count() == 0


async def test_a_failed_refund_is_sent_again_or_paid_out_by_its_page(client: Browser) -> None:
    await sign_in(client, Role.office)
    refund_id = await failed_refund(PretendProvider())
    assert "1 refund failed" in (await client.get("/dashboard")).text
    assert "1 refund failed" in (await client.get("/dashboard/board")).text
    listed = (await client.get("/refunds")).text
    assert "Send $120.00 again" in listed
    assert "Pay out $120.00" in listed
    assert (await client.get(f"/refunds/{refund_id}/retry")).status_code == 200
    assert (await client.get(f"/refunds/{refund_id}/pay-out")).status_code == 200
    address = f"/refunds/{refund_id}/pay-out"
    assert (await client.post_form(address, {"way": "cash", "reference": ""})).status_code == 422
    answer = await client.post_form(address, {"way": "cash", "reference": "slip 9"})
    assert answer.status_code == 303
    assert (await client.post_form(f"/refunds/{refund_id}/retry", {})).status_code == 409
    assert "refunds-failed" not in (await client.get("/dashboard")).text


async def test_sending_again_leaves_the_refund_under_way(client: Browser) -> None:
    await sign_in(client, Role.office)
    refund_id = await failed_refund(PretendProvider())
    assert (await client.post_form(f"/refunds/{refund_id}/retry", {})).status_code == 303
    assert await Refund.select(Refund.status).first() == {"status": "wanted"}


@pytest.mark.parametrize("path", ["/refunds", "/payments/1/refund"])
async def test_an_officer_does_not_refund(client: Browser, path: str) -> None:
    await sign_in(client, Role.officer)
    _, payment_id = await returned()
    assert (await client.get(path)).status_code == 403
    answer = await client.post_form(f"/payments/{payment_id}/refund", {"seen": "12000"})
    assert answer.status_code == 403
    assert await deposit_of(payment_id) == "due"


async def test_a_payment_without_a_deposit_has_no_refund_page(client: Browser) -> None:
    await sign_in(client, Role.office)
    assert (await client.get("/payments/999/refund")).status_code == 404


async def test_the_list_shows_what_is_under_way(client: Browser) -> None:
    await sign_in(client, Role.office)
    _, payment_id = await returned()
    await decide(payment_id)
    text = (await client.get("/refunds")).text
    assert "No deposit waits" in text
    assert "Refund wanted" in text

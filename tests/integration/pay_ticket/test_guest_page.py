"""The ticket's page from the search to the receipt."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.payments.settle_payment import settle_payment
from app.gateways.payments.provider import NoticeKind
from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_violation
from tests.integration.conftest import Browser
from tests.integration.pay_ticket.conftest import a_paper, open_page, paper_of
from tests.integration.pay_ticket.test_cart import DANA, form_of, pays
from tests.integration.payments.conftest import booted
from tests.pretend_provider import PretendProvider


async def test_a_guest_pays_a_ticket_without_a_boot(client: Browser, card: PretendProvider) -> None:
    paper = await a_paper()
    page = await open_page(client, paper)
    shown = (await client.get(page)).text
    assert "Pay $45.00 by card" in shown
    assert "Guest Payment" in shown
    assert "BKPR43" not in shown
    reference = await pays(client, page)
    assert card.orders[f"chk_{reference}"].return_url.endswith(f"{page}/back/{reference}")
    card.kinds[f"chk_{reference}"] = NoticeKind.PAID
    back = await client.get(f"{page}/back/{reference}")
    assert back.headers["location"] == page
    paid = (await client.get(page)).text
    assert "Paid. Thank you." in paid
    assert "Guest Payment" not in paid
    assert "The receipt comes by email to <b>d••••@e….com</b>" in paid
    [receipt] = re.findall(r'href="(/receipts/[^"]+)">Your receipt', paid)
    assert "Receipt R-000001" in (await client.get(receipt)).text
    assert await Violation.select(Violation.status).first() == {"status": "paid"}
    assert await Mail.select(Mail.kind) == [{"kind": "receipt"}]
    row = await Payment.select(Payment.boot_assignment, Payment.deposit_cents).first()
    assert row == {"boot_assignment": None, "deposit_cents": 0}


async def test_a_guest_is_told_what_became_of_the_receipt(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    reference = await pays(client, page)
    card.kinds[f"chk_{reference}"] = NoticeKind.PAID
    await client.get(f"{page}/back/{reference}")
    for status, told, follows in (
        ("queued", "The receipt comes by email", True),
        ("delayed", "is not answering. We keep trying.", True),
        ("failed", "d••••@e….com was refused.", True),
        ("sent", "The receipt comes by email", False),
    ):
        await Mail.update({Mail.status: status}, force=True)
        for address in (page, f"{page}/status"):
            text = (await client.get(address)).text
            assert told in text, (status, address)
            assert (f'hx-get="{page}/status' in text) is follows, (status, address)


async def test_the_page_of_a_looked_up_ticket_closes_after_a_day(
    client: Browser, card: PretendProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await open_page(client, await a_paper())
    reference = await pays(client, page)
    for days, status in ((0.99, 200), (1.01, 410)):
        then = datetime.now(UTC) + timedelta(days=days)
        monkeypatch.setattr("app.routes.pay.guest.now", lambda then=then: then)
        assert (await client.get(page)).status_code == status
        assert (await client.get(f"{page}/status")).status_code == status
    assert (await client.post_form(f"{page}/pay", DANA)).status_code == 410
    assert "Enter the number and the PIN" in (await client.get(page)).text
    # Who was paying meanwhile still comes back to it.
    card.kinds[f"chk_{reference}"] = NoticeKind.PAID
    back = await client.get(f"{page}/back/{reference}")
    assert (await client.get(back.headers["location"])).status_code == 200


async def test_the_end_of_a_page_cannot_be_put_off_by_hand(
    client: Browser, card: PretendProvider
) -> None:
    subject, _, signature = (await open_page(client, await a_paper())).partition(".")
    later = re.sub(r"-(\d+)$", lambda end: f"-{int(end[1]) + 9}", subject)
    assert later != subject
    for forged in (later, subject.rpartition("-")[0]):
        assert (await client.get(f"{forged}.{signature}")).status_code == 404


async def test_a_stranger_reads_that_it_is_paid_and_no_address(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    reference = await pays(client, page)
    await settle_payment("pretend", card.notice(f"chk_{reference}"), RecordingBells())
    client.cookies.clear()
    text = (await client.get(page)).text
    assert "This ticket is paid already" in text
    assert "d••••" not in text
    assert (await client.post_form(f"{page}/pay", DANA)).status_code == 409
    assert await Payment.count() == 1


async def test_a_guest_pays_the_booted_car_and_reads_the_code(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    page = await open_page(client, await paper_of(kerb.violation_id))
    assert "Pay $165.00 by card" in (await client.get(page)).text
    reference = await pays(client, page)
    card.kinds[f"chk_{reference}"] = NoticeKind.PAID
    back = await client.get(f"{page}/back/{reference}")
    assert back.headers["location"] == f"/b/{kerb.token}"
    assert 'id="code">47-11<' in (await client.get(f"/b/{kerb.token}")).text
    assert f'href="/b/{kerb.token}"' in (await client.get(page)).text
    assert await Boot.select(Boot.status).first() == {"status": "released"}
    client.cookies.clear()
    assert "47-11" not in (await client.get(f"/b/{kerb.token}")).text


async def test_while_the_bank_thinks_the_page_waits_and_asks_nobody_to_pay_again(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    await pays(client, page)
    await Payment.update({Payment.flag: "pending"}, force=True)
    text = (await client.get(page)).text
    assert "Please do not pay again." in text
    assert f'hx-get="{page}/status"' in text
    fragment = (await client.get(f"{page}/status")).text
    assert fragment.count("<title>") == 1
    assert "<html" not in fragment


async def test_leaving_the_card_page_is_said(client: Browser, card: PretendProvider) -> None:
    page = await open_page(client, await a_paper())
    reference = await pays(client, page)
    card.down = True  # nothing is known of the payment
    back = await client.get(f"{page}/back/{reference}?left=1")
    assert back.headers["location"] == f"{page}?left=1"
    assert "You left the card page" in (await client.get(f"{page}?left=1")).text


async def test_a_void_ticket_and_one_that_owes_nothing_ask_for_nothing(
    client: Browser, card: PretendProvider
) -> None:
    free = (await a_violation(fine_cents=0)).violation_id
    page = await open_page(client, await paper_of(free))
    text = (await client.get(page)).text
    assert "There is nothing to pay" in text
    assert 'id="pay"' not in text
    assert (await client.post_form(f"{page}/pay", DANA)).status_code in {409, 422}
    await Violation.update({Violation.status: "void"}, force=True)
    assert "This ticket is void" in (await client.get(page)).text


async def test_nothing_ticked_is_said_beside_the_tickets(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    form = {**form_of((await client.get(page)).text), "also": []}
    answer = await client.post_form(f"{page}/pay", form)
    assert answer.status_code == 422
    assert "Tick at least one ticket to pay." in answer.text
    assert await Payment.count() == 0


async def test_of_two_guests_the_second_gets_the_money_back(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    first = await pays(client, page)
    client.cookies.clear()
    second = await pays(client, page)
    for reference in (first, second):
        await settle_payment("pretend", card.notice(f"chk_{reference}"), RecordingBells())
    assert "Your payment of $45.00 goes back" in (await client.get(page)).text

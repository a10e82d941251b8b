"""What has to be paid, what may be added, and what the payer saw."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.actions.payments.settle_payment import settle_payment
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_violation, switch
from tests.integration.conftest import Browser
from tests.integration.pay_ticket.conftest import open_page, paper_of
from tests.integration.payments.conftest import booted
from tests.pretend_provider import PretendProvider

LONG_AGO = datetime.now(UTC) - timedelta(days=40)
DANA = {"email": "dana@example.com"}


def form_of(text: str, *, tick: tuple[int, ...] = ()) -> dict[str, str | list[str]]:
    """The form as this page would send it, with these tickets ticked besides."""
    seen = re.search(r'name="seen" value="(\d+)"', text)
    boxes = re.findall(r'name="also" value="((\d+):\d+)"[^>]*?( checked)?>', text)
    assert seen
    also = [value for value, ticket, checked in boxes if checked or int(ticket) in tick]
    return {**DANA, "seen": seen[1], "also": also}


async def paid_for(reference: str) -> set[int]:
    rows = await PaymentLine.select(PaymentLine.violation).where(
        PaymentLine.payment.reference == reference
    )
    return {row["violation"] for row in rows}


async def pays(client: Browser, page: str, **more: tuple[int, ...]) -> str:
    """Press Pay; returns our reference."""
    answer = await client.post_form(f"{page}/pay", form_of((await client.get(page)).text, **more))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


@pytest.mark.parametrize("require", [True, False])
async def test_an_overdue_ticket_is_required_exactly_when_the_boot_says_so(
    client: Browser, card: PretendProvider, require: bool
) -> None:
    await switch(require_overdue_paid="true" if require else "false")
    old = (await a_violation(issued_at=LONG_AGO, fine_cents=30_00)).violation_id
    kerb = await booted(RecordingBells())
    page = f"/b/{kerb.token}"
    text = (await client.get(page)).text
    assert ("All of these have to be paid" in text) is require
    assert (f'value="{old}:3000"' in text) is not require
    assert "checked" not in text
    wanted = {kerb.violation_id, old} if require else {kerb.violation_id}
    assert await paid_for(await pays(client, page)) == wanted


async def test_an_offered_ticket_is_added_at_the_sticker_and_both_are_settled(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    other = (await a_violation(fine_cents=30_00)).violation_id
    reference = await pays(client, f"/b/{kerb.token}", tick=(other,))
    assert await paid_for(reference) == {kerb.violation_id, other}
    await settle_payment("pretend", card.notice(f"chk_{reference}"), kerb.bells)
    rows = await Violation.select(Violation.status)
    assert [row["status"] for row in rows] == ["paid", "paid"]
    assert await Boot.select(Boot.status).first() == {"status": "released"}


async def test_others_tickets_show_date_offence_and_amount_only(
    client: Browser, card: PretendProvider
) -> None:
    await switch(require_overdue_paid="true")
    ids = [(await a_violation(issued_at=LONG_AGO)).violation_id, (await a_violation()).violation_id]
    kerb = await booted(RecordingBells())
    text = (await client.get(f"/b/{kerb.token}")).text
    assert (await paper_of(kerb.violation_id)).number in text
    for violation_id in ids:
        assert (await paper_of(violation_id)).number not in text


async def test_foreign_paid_and_held_tickets_are_refused(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    foreign = (await a_violation(plate="OTHER 1")).violation_id
    held = (await a_violation()).violation_id
    paid = (await a_violation()).violation_id
    await Violation.update({Violation.under_review: True}).where(Violation.id == held)
    await Violation.update({Violation.status: "paid"}).where(Violation.id == paid)
    page = f"/b/{kerb.token}"
    text = (await client.get(page)).text
    assert "Under review: it cannot be paid" in text
    assert f'value="{held}:' not in text
    for wrong in (foreign, held, paid, 999_999):
        answer = await client.post_form(f"{page}/pay", {**DANA, "also": f"{wrong}:4500"})
        assert answer.status_code == 409
    answer = await client.post_form(f"{page}/pay", {**DANA, "also": "rubbish"})
    assert answer.status_code == 422
    assert await Payment.count() == 0


async def test_the_booted_ticket_is_paid_without_giving_up_the_appeal(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    await Violation.update({Violation.under_review: True}, force=True)
    page = f"/b/{kerb.token}"
    assert "without giving up your appeal" in (await client.get(page)).text
    reference = await pays(client, page)
    await settle_payment("pretend", card.notice(f"chk_{reference}"), kerb.bells)
    row = await Violation.select(Violation.status, Violation.under_review).first()
    assert row == {"status": "paid", "under_review": True}


async def test_when_midnight_made_it_dearer_nothing_starts_and_the_new_amount_is_said(
    client: Browser, card: PretendProvider
) -> None:
    noon = datetime.now(UTC).replace(hour=16)
    ticket = (await a_violation(late_cents=20_00, issued_at=noon - timedelta(days=14))).violation_id
    with time_machine.travel(noon, tick=False):
        page = await open_page(client, await paper_of(ticket))
        form = form_of((await client.get(page)).text)
    with time_machine.travel(noon + timedelta(hours=20), tick=False):
        answer = await client.post_form(f"{page}/pay", form)
        assert answer.status_code == 409
        assert "The amount has changed to $65.00" in answer.text
        assert 'value="dana@example.com"' in answer.text
        assert await Payment.count() == 0
        again = await client.post_form(f"{page}/pay", form_of(answer.text))
        assert again.status_code == 303
    assert await Payment.select(Payment.amount_cents).first() == {"amount_cents": 65_00}


async def test_a_ticket_paid_meanwhile_changes_the_amount(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    other = (await a_violation(fine_cents=30_00)).violation_id
    page = f"/b/{kerb.token}"
    form = form_of((await client.get(page)).text, tick=(other,))
    await Violation.update({Violation.status: "paid"}).where(Violation.id == other)
    answer = await client.post_form(f"{page}/pay", form)
    assert answer.status_code == 409
    assert "The amount has changed to $165.00" in answer.text


async def test_a_typo_keeps_the_ticks(client: Browser, card: PretendProvider) -> None:
    kerb = await booted(RecordingBells())
    other = (await a_violation(fine_cents=30_00)).violation_id
    page = f"/b/{kerb.token}"
    form = form_of((await client.get(page)).text, tick=(other,))
    answer = await client.post_form(f"{page}/pay", {**form, "email": "dana@gmial.com"})
    assert answer.status_code == 422
    assert "Use dana@gmail.com and pay $195.00" in answer.text
    assert f'<input type="hidden" name="also" value="{other}:3000">' in answer.text


async def test_two_choices_are_two_checkouts_and_each_is_found_again(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    other = (await a_violation()).violation_id
    page = f"/b/{kerb.token}"
    first, second = await pays(client, page), await pays(client, page, tick=(other,))
    assert first != second
    assert await pays(client, page) == first
    assert await pays(client, page, tick=(other,)) == second
    assert await Payment.count() == 2


async def test_a_guest_unticks_the_searched_ticket_of_a_booted_car(
    client: Browser, card: PretendProvider
) -> None:
    searched = (await a_violation()).violation_id
    kerb = await booted(RecordingBells())
    page = await open_page(client, await paper_of(searched))
    text = (await client.get(page)).text
    assert f'value="{searched}:4500" checked' in text
    assert "Boot Applied" in text
    form = {**form_of(text), "also": []}
    answer = await client.post_form(f"{page}/pay", form)
    reference = answer.headers["location"].rpartition("/")[2]
    assert await paid_for(reference) == {kerb.violation_id}
    row = await Payment.select(Payment.boot_assignment, Payment.vehicle).first()
    one = await BootAssignment.select(BootAssignment.id).first()
    assert row["boot_assignment"] == one["id"]
    assert row["vehicle"] is not None

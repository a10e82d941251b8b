"""What the driver's page says in its corners."""

from datetime import UTC, datetime, timedelta

import time_machine

from app.actions.boots.labels.reissue_label import reissue_label
from app.rules.people.access import Role
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.records.audit_event import AuditEvent
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb


async def paid_here(client: Browser, kerb: Kerb) -> str:
    """This browser has paid; returns the address of the page."""
    page = f"/b/{kerb.token}"
    answer = await client.post_form(f"{page}/pay", {"email": "dana@example.com"})
    reference = answer.headers["location"].rpartition("/")[2]
    await kerb.settle(kerb.provider.notice(f"chk_{reference}"))
    return page


async def test_asking_for_the_code_too_soon_keeps_it_on_the_page(
    client: Browser, paying: Kerb
) -> None:
    page = await paid_here(client, paying)
    await Mail.update({Mail.status: "sent"}, force=True)
    await client.post_form(f"{page}/resend", {})
    answer = await client.post_form(f"{page}/resend", {})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) <= 60
    assert 'id="code">47-11<' in answer.text
    assert "Please wait a minute before you ask for it again." in answer.text


async def test_the_code_is_sent_again_five_times_a_day_and_each_is_audited(
    client: Browser, paying: Kerb
) -> None:
    await paying.pay()
    at = datetime.now(UTC).replace(hour=9, minute=0, second=0) + timedelta(days=1)
    answers = []
    for n in range(7):
        with time_machine.travel(at + timedelta(minutes=2 * n), tick=False):
            answers.append(await client.post_form(f"/b/{paying.token}/resend", {}))
    assert [answer.status_code for answer in answers] == [303] * 5 + [429] * 2
    assert "sent several times today" in answers[-1].text
    rows = await AuditEvent.select().where(AuditEvent.verb == "resend_code")
    assert [row["subject_id"] for row in rows] == [paying.assignment_id] * 5


async def test_a_code_sent_again_speaks_the_payers_language(client: Browser, paying: Kerb) -> None:
    await paying.start()
    payment = await Payment.select().first()
    await Payment.update({Payment.language: "fr"}, force=True)
    await paying.settle(paying.provider.notice(payment["provider_ref"]))
    await client.post_form(f"/b/{paying.token}/resend", {})
    mails = await Mail.select(Mail.language).where(Mail.kind == "release")
    assert mails == [{"language": "fr"}] * 2


async def test_leaving_the_card_page_is_said_even_after_a_declined_card(
    client: Browser, paying: Kerb
) -> None:
    page = f"/b/{paying.token}"
    await client.post_form(f"{page}/pay", {"email": "dana@example.com"})
    await Payment.update({Payment.flag: "declined"}, force=True)
    left = (await client.get(f"{page}?left=1")).text
    assert "You left the card page" in left
    assert "did not go through" not in left
    # The fragment that replaces it says the same.
    assert f'hx-get="{page}/status?left=1"' in left
    assert "You left the card page" in (await client.get(f"{page}/status?left=1")).text


async def test_a_passed_deadline_is_said(client: Browser, paying: Kerb) -> None:
    page = await paid_here(client, paying)
    assert "has passed" not in (await client.get(page)).text
    past = datetime.now(UTC) - timedelta(minutes=1)
    await BootAssignment.update({BootAssignment.return_due_at: past}, force=True)
    assert "The time to bring it back has passed." in (await client.get(page)).text
    await BootAssignment.update({BootAssignment.reported_returned_at: past}, force=True)
    assert "has passed" not in (await client.get(page)).text


async def test_whoever_stands_at_a_released_boot_reads_how_it_comes_off(
    client: Browser, paying: Kerb
) -> None:
    await paying.pay()
    page = (await client.get(f"/b/{paying.token}")).text
    assert "47-11" not in page
    assert "Enter the code exactly as it is written." in page


async def test_a_release_without_mail_offers_to_call(client: Browser, paying: Kerb) -> None:
    await paying.pay()
    await BootAssignment.update({BootAssignment.release_email: ""}, force=True)
    page = (await client.get(f"/b/{paying.token}")).text
    assert 'class="button" href="tel:5550100"' in page


async def test_the_title_follows_the_case(client: Browser, paying: Kerb) -> None:
    page = f"/b/{paying.token}"
    refused = await client.post_form(f"{page}/pay", {"email": "dana@gmial.com"})
    assert "<title>Error: " in refused.text
    await client.post_form(f"{page}/pay", {"email": "dana@example.com"})
    await Payment.update({Payment.flag: "pending"}, force=True)
    whole = (await client.get(page)).text
    assert "<title>We are waiting for the bank" in whole
    assert whole.count("<title>") == 1
    payment = await Payment.select().first()
    await paying.settle(paying.provider.notice(payment["provider_ref"]))
    assert "<title>Your release code" in (await client.get(f"{page}/status")).text


async def test_a_replaced_label_takes_no_payment_and_says_so(client: Browser, paying: Kerb) -> None:
    admin = await a_staff(Role.admin)
    await reissue_label(admin, paying.bells, paying.boot_id, version=1, reason="Scratched")
    answer = await client.post_form(f"/b/{paying.token}/pay", {"email": "dana@example.com"})
    assert answer.status_code == 409
    assert await Payment.count() == 0
    page = await client.get(f"/b/{paying.token}")
    assert page.status_code == 410
    assert "we will find your ticket" in page.text


async def test_staff_find_the_boot_behind_the_label_and_drivers_do_not(
    client: Browser, kerb: Kerb
) -> None:
    link = f'href="/boots/{kerb.boot_id}"'
    assert link not in (await client.get(f"/b/{kerb.token}")).text
    await sign_in(client, Role.officer)
    assert link in (await client.get(f"/b/{kerb.token}")).text

"""Once the boot is back, whoever paid for it sees that case and nobody learns the next one's."""

import pytest

from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.outbox.send_mail import send_mail
from app.actions.payments.resend_code import resend_code
from app.actions.steps.assignments.bring_back import Return
from app.reads.assignments.conditions import ReturnCondition
from app.rules.errors import Conflict, NeverWill
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from tests.factories import a_staff, a_violation, token_of
from tests.integration.conftest import Browser
from tests.integration.outbox.test_send_mail import PretendPostman, desk
from tests.integration.payments.conftest import DRIVER, Kerb


async def follow_mail(client: Browser, kerb: Kerb, reference: str) -> str:
    """Open the link of the payer's mail and return the page it leads to."""
    signer = client._transport.app.app.state.desk.signer  # type: ignore[attr-defined]
    proof = f"{reference}.{signer.sign('case link', reference)}"
    answer = await client.get(f"/b/{kerb.token}/mine/{proof}", follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


async def bring_back(kerb: Kerb) -> None:
    officer = await a_staff()
    back = Return(ReturnCondition.good)
    await mark_returned(officer, kerb.bells, kerb.assignment_id, back)


async def issue_again(kerb: Kerb) -> None:
    """The same boot goes onto another car."""
    office = await a_staff(Role.office)
    await make_available(office, kerb.bells, kerb.assignment_id)
    await a_violation(plate="NEXT 77", boot_id=kerb.boot_id, fine_cents=99_00)


async def test_the_mailed_link_says_that_the_boot_is_back(client: Browser, paying: Kerb) -> None:
    reference = await paying.pay()
    await bring_back(paying)
    page = await follow_mail(client, paying, reference)
    assert "The boot is back" in page
    assert "Your deposit of $120.00 is being returned." in page
    assert "not on a vehicle" not in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("refunded", "Your deposit of $120.00 goes back to your card."),
        ("partly_refunded", "A part of your deposit of $120.00 goes back"),
        ("forfeited", "Your deposit of $120.00 was kept."),
    ],
)
async def test_the_mailed_link_tells_what_became_of_the_deposit(
    client: Browser, paying: Kerb, status: str, words: str
) -> None:
    reference = await paying.pay()
    await bring_back(paying)
    await Payment.update({Payment.deposit_status: status}, force=True)
    assert words in await follow_mail(client, paying, reference)


async def test_the_mailed_link_never_shows_the_next_cars_bill(
    client: Browser, paying: Kerb
) -> None:
    reference = await paying.pay()
    await bring_back(paying)
    await issue_again(paying)
    page = await follow_mail(client, paying, reference)
    assert "The boot is back" in page
    assert "••••43" in page
    assert "••••77" not in page
    assert "$219.00" not in page
    # Who scans the label on the next car is shown that car's bill.
    assert "Pay $219.00 by card" in (await client.get(f"/b/{paying.token}")).text


async def test_whoever_paid_nothing_finds_no_case_behind_the_link(
    client: Browser, paying: Kerb
) -> None:
    assert (await client.get(f"/b/{paying.token}/mine")).status_code == 404


async def test_the_mailed_link_outlives_the_label_it_was_written_with(
    client: Browser, paying: Kerb
) -> None:
    reference = await paying.pay()
    admin = await a_staff(Role.admin)
    await reissue_label(admin, paying.bells, paying.boot_id, version=1, reason="Scratched")
    assert await token_of(paying.boot_id) != paying.token
    assert "47-11" in await follow_mail(client, paying, reference)


async def test_a_delayed_mail_after_the_return_does_not_carry_the_next_code(kerb: Kerb) -> None:
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    await bring_back(kerb)
    await issue_again(kerb)
    postman = PretendPostman()
    with pytest.raises(NeverWill):
        await send_mail(mail["id"], postman, desk(), kerb.bells, domain="example.com")
    assert postman.sent == []
    row = await Mail.select(Mail.status).where(Mail.id == mail["id"]).first()
    assert row == {"status": "failed"}


async def test_the_code_of_a_returned_boot_is_not_sent_again(kerb: Kerb) -> None:
    await kerb.pay()
    await bring_back(kerb)
    assert await Boot.select(Boot.status).first() == {"status": "returned"}
    with pytest.raises(Conflict):
        await resend_code(DRIVER, kerb.bells, kerb.token)
    assert await Mail.count().where(Mail.kind == "release") == 1

"""What a payer reads where card, cash and two boots differ, and what nobody pays unseen."""

from datetime import UTC, datetime, timedelta

from app.actions.assignments.make_available import make_available
from app.actions.payments.settle_payment import settle_payment
from app.actions.steps.disputes.open_dispute import DISPUTED
from app.gateways.payments.provider import NoticeKind
from app.reads.pay.payer.case_link import case_proof
from app.reads.receipts.receipt_link import receipt_path
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.street.violation_item import ViolationItem
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.counter.arrange import take
from tests.integration.outbox.test_send_mail import PretendPostman, deliver
from tests.integration.pay_ticket.conftest import card, open_page, paper_of
from tests.integration.payments.conftest import Kerb, booted
from tests.integration.payments.test_after_the_case import bring_back
from tests.pretend_provider import PretendProvider

__all__ = ["card"]
DANA = {"email": "dana@example.com"}
ON_CARD = "goes back to your card"


async def test_who_paid_cash_reads_that_the_office_pays_it_back(
    client: Browser, paying: Kerb
) -> None:
    page = f"/b/{paying.token}"
    payment_id = await take(paying, await a_staff(Role.office))
    row = await Payment.select(Payment.reference).where(Payment.id == payment_id).first()
    sign = client._transport.app.app.state.desk.signer.sign  # type: ignore[attr-defined]
    mailed = await client.get(f"{page}/mine/{case_proof(row['reference'], 0, sign)}")
    assert mailed.status_code == 303
    shown = (await client.get(page)).text
    assert "Our office pays it out at the counter." in shown
    # Somebody else had paid: all of it goes back.
    await Payment.update({Payment.credited_cents: 0}, force=True)
    await BootAssignment.update({BootAssignment.release_payment_id: 0}, force=True)
    twice = (await client.get(page)).text
    assert "Our office pays your $165.00 back to you at the counter." in twice
    assert ON_CARD not in twice


async def test_the_receipt_of_cash_says_that_the_office_pays_the_deposit_out(
    client: Browser, kerb: Kerb
) -> None:
    payment_id = await take(kerb, await a_staff(Role.office))
    postman = PretendPostman()
    await deliver(kerb, postman)
    letters = {type(one).__name__: one for one, _, _ in postman.sent}
    assert letters["ReceiptLetter"].by_card is False  # type: ignore[union-attr]
    row = await Payment.select(Payment.reference).where(Payment.id == payment_id).first()
    sign = client._transport.app.app.state.desk.signer.sign  # type: ignore[attr-defined]
    page = (await client.get(receipt_path(row["reference"], 0, sign))).text
    assert "Once we have the boot, our office pays it out at the counter." in page


async def test_the_receipt_of_a_disputed_payment_shows_its_lines_and_says_so(
    client: Browser, paying: Kerb
) -> None:
    reference = await paying.pay()
    sign = client._transport.app.app.state.desk.signer.sign  # type: ignore[attr-defined]
    path = receipt_path(reference, 0, sign)
    before = (await client.get(path)).text
    assert "disputed" not in before
    for kind, words in (
        (NoticeKind.DISPUTED, "This payment is disputed"),
        (NoticeKind.DISPUTE_LOST, "This payment was taken back"),
    ):
        told = paying.provider.notice(f"chk_{reference}", kind, part_ref="dp_1", part_cents=165_00)
        await paying.settle(told)
        answer = await client.get(path)
        assert answer.status_code == 200
        for word in (words, "Expired meter", "$45.00", "$120.00", "••••43"):
            assert word in answer.text, word
    assert await Payment.exists().where(Payment.flag == DISPUTED)


async def test_several_tickets_are_not_paid_by_a_form_without_their_total(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells())
    other = (await a_violation(fine_cents=30_00)).violation_id
    page = f"/b/{kerb.token}/pay"
    answer = await client.post_form(page, {**DANA, "also": f"{other}:3000"})
    assert answer.status_code == 409
    assert "Pay $195.00 by card" in answer.text
    assert await Payment.count() == 0
    whole = {**DANA, "also": f"{other}:3000", "seen": "16500"}
    assert (await client.post_form(page, whole)).status_code == 303


async def test_an_amount_that_depends_on_the_day_is_not_paid_unseen(
    client: Browser, card: PretendProvider
) -> None:
    kerb = await booted(RecordingBells(), issued_at=datetime.now(UTC) - timedelta(days=40))
    page = f"/b/{kerb.token}/pay"
    late = ViolationItem.update({ViolationItem.late_cents: 20_00})
    await late.where(ViolationItem.apply_boot.eq(False))
    answer = await client.post_form(page, DANA)
    assert answer.status_code == 409
    assert "Pay $185.00 by card" in answer.text
    assert (await client.post_form(page, {**DANA, "seen": "18500"})).status_code == 303


async def test_each_of_two_boots_on_one_car_has_a_page_of_its_own(
    client: Browser, card: PretendProvider
) -> None:
    first = await booted(RecordingBells())
    second = await booted(RecordingBells())
    one = await open_page(client, await paper_of(first.violation_id))
    two = await open_page(client, await paper_of(second.violation_id))
    for page, kerb in ((one, first), (two, second)):
        text = (await client.get(page)).text
        name = await Boot.select(Boot.name).where(Boot.id == kerb.boot_id).first()
        assert f"{name['name']} is on this car." in text
        assert "Pay $165.00 by card" in text

    answer = await client.post_form(f"{one}/pay", {**DANA, "seen": "16500"})
    reference = answer.headers["location"].rpartition("/")[2]
    await settle_payment("pretend", card.notice(f"chk_{reference}"), first.bells)
    assert f'href="/b/{first.token}"' in (await client.get(one)).text
    still = (await client.get(two)).text
    assert "Pay $165.00 by card" in still
    assert "See the release code" not in still
    assert 'id="code"' in (await client.get(f"/b/{first.token}")).text
    assert 'id="code"' not in (await client.get(f"/b/{second.token}")).text
    statuses = await Boot.select(Boot.status).order_by(Boot.id)
    assert [row["status"] for row in statuses] == ["released", "issued"]


async def test_the_dashboard_counts_the_refund_of_a_boot_that_has_left_the_board(
    client: Browser, paying: Kerb
) -> None:
    await paying.pay()
    await bring_back(paying)
    await sign_in(client, Role.office)
    assert "1 refund due" in (await client.get("/dashboard")).text
    await make_available(await a_staff(Role.office), paying.bells, paying.assignment_id)
    board = (await client.get("/dashboard")).text
    assert 'href="/refunds"' in board
    assert "1 refund due" in board
    payment = await Payment.select(Payment.id).first()
    decided = await client.post_form(f"/payments/{payment['id']}/refund", {"seen": "12000"})
    assert decided.status_code == 303
    assert "refund due" not in (await client.get("/dashboard")).text
    await sign_in(client, Role.officer)
    assert "refunds-due" not in (await client.get("/dashboard")).text

"""Money that was taken back: by banks, at the provider, and by decisions that came before."""

import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.payments.promise_payment import Promise, promise_payment
from app.actions.payments.settle_payment import Outcome, settle_payment
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.refunds.retry_refund import retry_refund
from app.actions.steps.assignments.bring_back import Return
from app.actions.violations.decide_review import Ruling, decide_review
from app.actions.violations.put_under_review import put_under_review
from app.clock import now
from app.gateways.payments.provider import NoticeKind
from app.reads.assignments.conditions import ReturnCondition
from app.reads.refunds.proposal import Damage
from app.reads.refunds.to_do import refunds_to_do
from app.rules.errors import Conflict
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Role
from app.rules.violations.reviews import ReviewDecision
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.outbox import Outbox
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation
from tests.factories import a_staff
from tests.integration.payments.conftest import DRIVER, Kerb
from tests.integration.refunds.test_deposits import balances

FINE, DEPOSIT = 45_00, 120_00
WHOLE = FINE + DEPOSIT
DISMISSED = Ruling(ReviewDecision.dismissed, "meter was broken")


async def paid(kerb: Kerb) -> str:
    """The driver paid by card; the checkout's name at the provider."""
    return f"chk_{await kerb.pay()}"


async def told(kerb: Kerb, ref: str, kind: NoticeKind, cents: int, *, part: str = "du_1") -> None:
    """The provider tells of a part of the payment."""
    await kerb.settle(kerb.provider.notice(ref, kind, part_ref=part, part_cents=cents))


async def status_of(kerb: Kerb) -> str:
    row = await Violation.select().where(Violation.id == kerb.violation_id).first()
    return str(row["status"]) if row else ""


async def deposit_status(ref: str) -> str:
    row = await Payment.select().where(Payment.provider_ref == ref).first()
    return str(row["deposit_status"]) if row else ""


async def dismiss(kerb: Kerb) -> None:
    admin = await a_staff(Role.admin)
    await put_under_review(admin, kerb.bells, kerb.violation_id, "appeal came in")
    await decide_review(admin, kerb.bells, kerb.violation_id, DISMISSED)


async def bring_back(kerb: Kerb) -> None:
    back = Return(ReturnCondition.good)
    await mark_returned(await a_staff(), kerb.bells, kerb.assignment_id, back)


async def test_a_dismissed_ticket_is_not_owed_again_when_the_bank_takes_the_payment_back(
    kerb: Kerb,
) -> None:
    ref = await paid(kerb)
    await dismiss(kerb)
    await told(kerb, ref, NoticeKind.DISPUTED, DEPOSIT)
    assert await status_of(kerb) == "paid"
    assert await deposit_status(ref) == "none"
    await told(kerb, ref, NoticeKind.DISPUTE_WON, DEPOSIT)
    assert await deposit_status(ref) == "held"
    books = await balances()
    assert (books["deposits"], books["owed_back"], books.get("disputes", 0)) == (DEPOSIT, FINE, 0)
    assert await Refund.count() == 1, "the fine alone goes back; the deposit waits for the boot"


async def test_a_ticket_dismissed_twice_gives_its_fine_back_once(kerb: Kerb) -> None:
    await paid(kerb)
    await dismiss(kerb)
    await dismiss(kerb)
    assert await Refund.select(Refund.amount_cents) == [{"amount_cents": FINE}]


async def test_a_dispute_won_ends_the_promise_and_the_open_checkout_it_makes_needless(
    kerb: Kerb,
) -> None:
    ref = await paid(kerb)
    await BootAssignment.update({BootAssignment.released_at: None}, force=True)
    await told(kerb, ref, NoticeKind.DISPUTED, WHOLE)
    promised = await promise_payment(
        DRIVER, kerb.bells, Promise(kerb.token, "second@example.com", "other", "en")
    )
    await kerb.start("third@example.com", "third")
    await BootAssignment.update({BootAssignment.released_at: now()}, force=True)
    await told(kerb, ref, NoticeKind.DISPUTE_WON, WHOLE)
    row = await Payment.select(Payment.status).where(Payment.id == promised).first()
    assert row == {"status": "cancelled"}
    assert await Outbox.exists().where(Outbox.kind == "expire_checkout")
    assert await status_of(kerb) == "paid"


async def test_a_whole_refund_made_at_the_provider_leaves_no_deposit_to_decide_about(
    kerb: Kerb,
) -> None:
    ref = await paid(kerb)
    await told(kerb, ref, NoticeKind.REFUNDED, WHOLE, part="re_1")
    assert await balances() == {}
    assert await deposit_status(ref) == "refunded"
    await bring_back(kerb)
    assert await deposit_status(ref) == "refunded"
    await told(kerb, ref, NoticeKind.REFUND_FAILED, WHOLE, part="re_1")
    assert await deposit_status(ref) == "due"
    books = await balances()
    assert (books["fines"], books["deposits"], books["card_money"]) == (FINE, DEPOSIT, -WHOLE)
    payment = await Payment.select(Payment.id).where(Payment.provider_ref == ref).first()
    decision = Decision(Damage(), DEPOSIT)
    await process_refund(await a_staff(Role.office), kerb.bells, payment["id"], decision)
    assert (await balances())["owed_back"] == DEPOSIT


async def test_a_whole_refund_made_during_a_dispute_takes_the_deposit_once_it_is_won(
    kerb: Kerb,
) -> None:
    ref = await paid(kerb)
    await told(kerb, ref, NoticeKind.DISPUTED, WHOLE)
    await told(kerb, ref, NoticeKind.REFUNDED, WHOLE, part="re_1")
    await told(kerb, ref, NoticeKind.DISPUTE_WON, WHOLE)
    assert await balances() == {}
    assert await deposit_status(ref) == "refunded"


async def test_one_provider_settles_no_payment_of_another(kerb: Kerb) -> None:
    ref = f"chk_{(await kerb.start()).reference}"
    outcome = await settle_payment("another", kerb.provider.notice(ref), kerb.bells)
    assert outcome is Outcome.UNKNOWN
    assert await status_of(kerb) == "unpaid"
    assert await kerb.settle(kerb.provider.notice(ref)) is Outcome.SETTLED


async def test_a_refund_made_at_the_provider_that_failed_is_not_sent_or_paid_out_by_us(
    kerb: Kerb,
) -> None:
    ref = await paid(kerb)
    await told(kerb, ref, NoticeKind.REFUNDED, FINE, part="re_1")
    await told(kerb, ref, NoticeKind.REFUND_FAILED, FINE, part="re_1")
    refund = await Refund.select().first()
    assert refund["status"] == "failed"
    clerk = await a_staff(Role.office)
    assert (await refunds_to_do()).waiting == ()
    with pytest.raises(Conflict):
        await retry_refund(clerk, kerb.bells, refund["id"])
    with pytest.raises(Conflict):
        await record_pay_out(clerk, kerb.bells, refund["id"], way=PaymentWay.cash, reference="7")
    assert (await balances())["card_money"] == -WHOLE

"""Between our transaction and the provider's answer, and back."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.payments.expire_checkout import expire_checkout
from app.actions.payments.settle_payment import Outcome
from app.actions.refunds.pay_back import pay_back
from app.actions.refunds.retry_refund import retry_refund
from app.actions.steps.payments.close_payment import close_payment
from app.actions.steps.work import work
from app.gateways.payments.provider import (
    CheckoutOrder,
    NoticeKind,
    OpenedCheckout,
    RefundStatus,
)
from app.rules.errors import Conflict, NeverWill, NotYet, ProviderDown
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot import Boot
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, switch
from tests.integration.payments.conftest import Kerb, booted
from tests.pretend_provider import PretendProvider


async def a_refund(kerb: Kerb) -> int:
    """The excess of a payment, wanted back."""
    started = await kerb.start()
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", captured_cents=170_00))
    row = await Refund.select(Refund.id).first()
    return int(row["id"])


async def test_a_refund_the_provider_could_not_make_fails_and_may_be_sent_again(
    kerb: Kerb,
) -> None:
    refund_id = await a_refund(kerb)
    kerb.provider.refund_status = RefundStatus.FAILED
    with pytest.raises(NeverWill):
        await pay_back(refund_id, kerb.provider, kerb.bells)
    assert await Refund.select(Refund.status).first() == {"status": "failed"}
    assert await LedgerEntry.count().where(LedgerEntry.debit == "owed_back") == 0

    kerb.provider.refund_status = RefundStatus.DONE
    await retry_refund(await a_staff(Role.office), kerb.bells, refund_id)
    await pay_back(refund_id, kerb.provider, kerb.bells)
    assert await Refund.select(Refund.status).first() == {"status": "done"}


async def test_the_notice_of_a_refund_sent_again_is_not_taken_for_a_second_refund(
    kerb: Kerb,
) -> None:
    refund_id = await a_refund(kerb)
    kerb.provider.refund_status = RefundStatus.FAILED
    with pytest.raises(NeverWill):
        await pay_back(refund_id, kerb.provider, kerb.bells)
    await retry_refund(await a_staff(Role.office), kerb.bells, refund_id)
    kerb.provider.refund_status = RefundStatus.DONE
    await pay_back(refund_id, kerb.provider, kerb.bells)
    refund = await Refund.select().first()
    [checkout] = kerb.provider.orders
    outcome = await kerb.settle(
        kerb.provider.notice(
            checkout,
            NoticeKind.REFUNDED,
            part_ref=refund["provider_ref"],
            part_key=list(kerb.provider.refunds)[-1],
            part_cents=refund["amount_cents"],
        )
    )
    assert outcome is Outcome.REPEATED
    assert await Refund.count() == 1
    paid = await Payment.select(Payment.refunded_cents, Payment.flag).first()
    assert paid == {"refunded_cents": refund["amount_cents"], "flag": ""}


async def test_a_refund_on_its_way_is_neither_done_nor_failed(kerb: Kerb) -> None:
    refund_id = await a_refund(kerb)
    kerb.provider.refund_status = RefundStatus.PENDING
    with pytest.raises(NotYet):
        await pay_back(refund_id, kerb.provider, kerb.bells)
    assert await Refund.select(Refund.status).first() == {"status": "sent"}
    assert await LedgerEntry.count().where(LedgerEntry.debit == "owed_back") == 0


async def test_a_checkout_just_being_opened_is_not_closed_yet(kerb: Kerb) -> None:
    kerb.provider.down = True
    with pytest.raises(ProviderDown):
        await kerb.start()
    kerb.provider.down = False
    payment = await Payment.select(Payment.id).first()
    with pytest.raises(NotYet):
        await expire_checkout(payment["id"], kerb.provider, kerb.bells)
    assert await Payment.select(Payment.status).first() == {"status": "started"}


class SlowProvider(PretendProvider):
    """While it opens a checkout, ours is closed."""

    bells: RecordingBells

    async def open_checkout(self, order: CheckoutOrder) -> OpenedCheckout:
        payment = await Payment.select(Payment.id).first()
        async with work(SYSTEM, self.bells) as doing:
            await close_payment(doing, payment["id"])
        return await super().open_checkout(order)


async def test_a_page_opened_after_the_case_was_closed_is_expired_at_once(kerb: Kerb) -> None:
    provider = SlowProvider()
    provider.bells = kerb.bells
    slow = dataclasses.replace(kerb, provider=provider)
    with pytest.raises(Conflict):
        await slow.start()
    payment = await Payment.select().first()
    assert provider.expired == [f"chk_{payment['reference']}"]
    assert payment["checkout_url"] == ""


async def test_an_overdue_ticket_under_review_holds_no_boot_back(bells: RecordingBells) -> None:
    await switch(require_overdue_paid="true")
    old = await a_violation(issued_at=datetime.now(UTC) - timedelta(days=60))
    kerb = await booted(bells)
    started = await kerb.start()
    # Asked to pay both, but meanwhile the old one is looked at again and the quote is its own.
    await Violation.update(
        {Violation.under_review: True, Violation.under_review_since_on: datetime.now(UTC).date()}
    ).where(Violation.id == old.violation_id)
    again = await kerb.start("again@example.com")
    quoted = await Payment.select(Payment.amount_cents).order_by(Payment.id)
    assert [one["amount_cents"] for one in quoted] == [210_00, 165_00]
    await kerb.settle(kerb.provider.notice(f"chk_{again.reference}"))

    boot = await Boot.select(Boot.status).where(Boot.id == kerb.boot_id).first()
    assert boot == {"status": "released"}
    assert started.reference != again.reference

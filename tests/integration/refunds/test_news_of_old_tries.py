"""News that comes late: about a try that failed before, or about a refund that was paid out."""

import pytest

from app.actions.refunds.pay_back import pay_back
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.refunds.retry_refund import retry_refund
from app.gateways.payments.provider import NoticeKind, RefundStatus
from app.reads.books.check import check
from app.rules.errors import NeverWill
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.conftest import RecordingBells
from tests.factories import a_staff
from tests.integration.payments.conftest import Kerb, booted


@pytest.fixture
async def kerb(bells: RecordingBells) -> Kerb:
    """A booted car."""
    return await booted(bells)


async def a_failed_refund(kerb: Kerb) -> tuple[str, int]:
    """$5.00 too much, which the provider could not give back; the checkout and the refund."""
    ref = f"chk_{(await kerb.start()).reference}"
    await kerb.settle(kerb.provider.notice(ref, captured_cents=170_00))
    refund = await Refund.select(Refund.id).first()
    kerb.provider.refund_status = RefundStatus.FAILED
    with pytest.raises(NeverWill):
        await pay_back(refund["id"], kerb.provider, kerb.bells)
    kerb.provider.refund_status = RefundStatus.DONE
    return ref, int(refund["id"])


async def sent_again(kerb: Kerb, refund_id: int) -> None:
    await retry_refund(await a_staff(Role.office), kerb.bells, refund_id)
    await pay_back(refund_id, kerb.provider, kerb.bells)


async def tell(kerb: Kerb, ref: str, kind: NoticeKind, key: str) -> None:
    await kerb.settle(
        kerb.provider.notice(ref, kind, part_ref=f"ref_{key}", part_key=key, part_cents=5_00)
    )


async def status() -> str:
    [row] = await Refund.select(Refund.status)
    return str(row["status"])


async def test_the_notice_of_a_refund_sent_again_is_about_our_own(kerb: Kerb) -> None:
    ref, refund_id = await a_failed_refund(kerb)
    await sent_again(kerb, refund_id)
    await tell(kerb, ref, NoticeKind.REFUNDED, f"refund-{refund_id}-1")
    assert await status() == "done"
    assert await Payment.select(Payment.flag, Payment.refunded_cents) == [
        {"flag": "", "refunded_cents": 5_00}
    ]
    assert await check() == ()


@pytest.mark.parametrize("kind", [NoticeKind.REFUND_FAILED, NoticeKind.REFUNDED])
async def test_news_of_the_first_try_changes_nothing_of_the_second(
    kerb: Kerb, kind: NoticeKind
) -> None:
    ref, refund_id = await a_failed_refund(kerb)
    await sent_again(kerb, refund_id)
    await tell(kerb, ref, kind, f"refund-{refund_id}")
    assert await status() == "done"
    assert await check() == ()


async def test_the_second_try_may_come_back_too(kerb: Kerb) -> None:
    ref, refund_id = await a_failed_refund(kerb)
    await sent_again(kerb, refund_id)
    await tell(kerb, ref, NoticeKind.REFUND_FAILED, f"refund-{refund_id}-1")
    assert await status() == "failed"
    assert await check() == ()


async def test_late_news_of_the_failure_does_not_undo_a_pay_out(kerb: Kerb) -> None:
    ref, refund_id = await a_failed_refund(kerb)
    clerk = await a_staff(Role.office)
    await record_pay_out(clerk, kerb.bells, refund_id, way=PaymentWay.cash, reference="slip 7")
    await tell(kerb, ref, NoticeKind.REFUND_FAILED, f"refund-{refund_id}")
    assert await status() == "done"
    assert await check() == ()

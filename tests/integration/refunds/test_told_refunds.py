"""What the provider tells of our own refunds meets its answers, staff's tries and pay-outs."""

import pytest

from app.actions.refunds.pay_back import pay_back
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.refunds.retry_refund import retry_refund
from app.gateways.payments.provider import NoticeKind, RefundAnswer, RefundStatus
from app.rules.errors import NeverWill
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import Silent, a_staff
from tests.integration.payments.conftest import Kerb
from tests.integration.refunds.test_deposits import balances, the_refund
from tests.pretend_provider import PretendProvider

EXCESS = 5_00
WHOLE = 165_00


async def excess(kerb: Kerb) -> tuple[str, int]:
    """The driver paid five dollars too much; the checkout's name and the refund's id."""
    ref = f"chk_{(await kerb.start()).reference}"
    await kerb.settle(kerb.provider.notice(ref, captured_cents=WHOLE + EXCESS))
    return ref, int(str((await the_refund())["id"]))


async def tell(kerb: Kerb, ref: str, kind: NoticeKind, key: str, *, name: str = "") -> None:
    """The provider says of a refund what became of it."""
    notice = kerb.provider.notice(
        ref,
        kind,
        event_id=f"evt_{kind}_{key}_{name}",
        part_ref=name or f"ref_{key}",
        part_key=key,
        part_cents=EXCESS,
    )
    await kerb.settle(notice)


async def refunded_cents() -> int:
    row = await Payment.select(Payment.refunded_cents).where(Payment.captured_cents > 0).first()
    return int(row["refunded_cents"]) if row else 0


async def failed(kerb: Kerb, refund_id: int) -> None:
    kerb.provider.refund_status = RefundStatus.FAILED
    with pytest.raises(NeverWill):
        await pay_back(refund_id, kerb.provider, Silent())
    kerb.provider.refund_status = RefundStatus.DONE
    assert (await the_refund())["status"] == "failed"


async def test_a_refund_told_without_our_key_is_still_known_as_ours(kerb: Kerb) -> None:
    ref, refund_id = await excess(kerb)
    await pay_back(refund_id, kerb.provider, Silent())
    await tell(kerb, ref, NoticeKind.REFUNDED, "", name=f"ref_refund-{refund_id}")
    assert await Refund.count() == 1
    assert (await refunded_cents(), (await balances())["card_money"]) == (EXCESS, -WHOLE)


async def test_the_notice_of_a_second_try_is_no_refund_by_somebody_else(kerb: Kerb) -> None:
    ref, refund_id = await excess(kerb)
    await failed(kerb, refund_id)
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    await tell(kerb, ref, NoticeKind.REFUNDED, f"refund-{refund_id}-1")
    await pay_back(refund_id, kerb.provider, Silent())
    assert await Refund.count() == 1
    assert (await the_refund())["status"] == "done"
    assert (await refunded_cents(), (await balances())["card_money"]) == (EXCESS, -WHOLE)


async def test_a_late_failure_of_the_first_try_does_not_undo_the_second(kerb: Kerb) -> None:
    ref, refund_id = await excess(kerb)
    await failed(kerb, refund_id)
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    await pay_back(refund_id, kerb.provider, Silent())
    await tell(kerb, ref, NoticeKind.REFUND_FAILED, f"refund-{refund_id}")
    assert (await the_refund())["status"] == "done"
    assert (await balances())["card_money"] == -WHOLE


async def test_a_second_try_that_comes_back_is_owed_again(kerb: Kerb) -> None:
    ref, refund_id = await excess(kerb)
    await failed(kerb, refund_id)
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    await pay_back(refund_id, kerb.provider, Silent())
    await tell(kerb, ref, NoticeKind.REFUND_FAILED, f"refund-{refund_id}-1")
    assert (await the_refund())["status"] == "failed"
    assert (await balances())["owed_back"] == EXCESS


async def test_late_news_that_the_failed_try_had_succeeded_does_not_end_the_next(
    kerb: Kerb,
) -> None:
    ref, refund_id = await excess(kerb)
    await pay_back(refund_id, kerb.provider, Silent())
    first = f"ref_refund-{refund_id}"
    await tell(kerb, ref, NoticeKind.REFUND_FAILED, "", name=first)
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    await tell(kerb, ref, NoticeKind.REFUNDED, "", name=first)
    assert (await the_refund())["status"] == "wanted"


async def test_what_was_paid_out_since_is_not_owed_again_by_a_late_failure(kerb: Kerb) -> None:
    ref, refund_id = await excess(kerb)
    await failed(kerb, refund_id)
    clerk = await a_staff(Role.office)
    await record_pay_out(clerk, Silent(), refund_id, way=PaymentWay.cash, reference="slip 7")
    await tell(kerb, ref, NoticeKind.REFUND_FAILED, f"refund-{refund_id}")
    refund = await the_refund()
    assert (refund["status"], refund["way"]) == ("done", "cash")
    books = await balances()
    assert (books.get("owed_back", 0), books["cash"]) == (0, EXCESS)


class Overtaken(PretendProvider):
    """While its first answer is on its way, staff see the failure and have it sent again."""

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        refund_id = int(idempotency_key.removeprefix("refund-"))
        await Refund.update({Refund.status: "failed"}).where(Refund.id == refund_id)
        await retry_refund(await a_staff(Role.office), Silent(), refund_id)
        return RefundAnswer(
            refund_ref="ref_first", status=RefundStatus.DONE, amount_cents=amount_cents
        )


async def test_a_late_answer_about_the_first_try_says_nothing_of_the_second(kerb: Kerb) -> None:
    _, refund_id = await excess(kerb)
    await pay_back(refund_id, Overtaken(), Silent())
    assert (await the_refund())["status"] == "wanted"
    await pay_back(refund_id, kerb.provider, Silent())
    assert (await the_refund())["status"] == "done"
    assert list(kerb.provider.refunds) == [f"refund-{refund_id}-1"]

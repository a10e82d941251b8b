"""News that does not fit: of another kind of money, too early, or told before."""

from dataclasses import replace

import pytest

from app.actions.payments.settle_payment import Outcome
from app.gateways.payments.provider import NoticeKind
from app.tables.money.dispute import Dispute
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.records.audit_event import AuditEvent
from app.tables.street.violation import Violation
from tests.integration.payments.conftest import Kerb


@pytest.mark.parametrize("other", [{"currency": "USD"}, {"live": True}])
async def test_a_dispute_in_another_currency_or_mode_reopens_nothing(
    kerb: Kerb, other: dict[str, object]
) -> None:
    ref = f"chk_{await kerb.pay()}"
    news = kerb.provider.notice(ref, NoticeKind.DISPUTED, part_ref="du_1", part_cents=165_00)
    assert await kerb.settle(replace(news, **other)) is Outcome.REFUSED  # type: ignore[arg-type]
    assert await Dispute.count() == 0
    assert await Violation.select(Violation.status).first() == {"status": "paid"}


async def test_each_capture_of_wrong_money_goes_back(kerb: Kerb) -> None:
    ref = f"chk_{(await kerb.start()).reference}"
    for capture in ("cap_1", "cap_2", "cap_2"):
        wrong = kerb.provider.notice(ref, event_id=f"evt_{capture}", currency="USD")
        await kerb.settle(replace(wrong, capture_ref=capture))
    rows = await Refund.select(Refund.capture_ref).order_by(Refund.id)
    assert [row["capture_ref"] for row in rows] == ["cap_1", "cap_2"]


async def test_news_of_a_refund_waits_until_its_payment_is_settled(kerb: Kerb) -> None:
    ref = f"chk_{(await kerb.start()).reference}"
    news = kerb.provider.notice(ref, NoticeKind.REFUNDED, part_ref="re_1", part_cents=45_00)
    assert await kerb.settle(news) is Outcome.WAITS
    assert await Payment.select(Payment.flag, Payment.refunded_cents).first() == {
        "flag": "",
        "refunded_cents": 0,
    }
    await kerb.settle(kerb.provider.notice(ref))
    assert await Payment.select(Payment.flag, Payment.refunded_cents).first() == {
        "flag": "refunded_outside",
        "refunded_cents": 45_00,
    }


async def test_a_refund_made_at_the_provider_and_told_twice_is_entered_once(kerb: Kerb) -> None:
    ref = f"chk_{await kerb.pay()}"
    for event, outcome in (("evt_1", Outcome.NOTED), ("evt_2", Outcome.REPEATED)):
        news = kerb.provider.notice(
            ref, NoticeKind.REFUNDED, event_id=event, part_ref="re_1", part_cents=45_00
        )
        assert await kerb.settle(news) is outcome
    assert await Payment.select(Payment.refunded_cents).first() == {"refunded_cents": 45_00}


async def test_more_than_is_left_refunded_at_the_provider_is_noted_and_not_entered(
    kerb: Kerb,
) -> None:
    ref = f"chk_{await kerb.pay()}"
    news = kerb.provider.notice(ref, NoticeKind.REFUNDED, part_ref="re_1", part_cents=165_01)
    assert await kerb.settle(news) is Outcome.NOTED
    row = await Payment.select(Payment.flag, Payment.refunded_cents).first()
    assert row == {"flag": "refunded_outside", "refunded_cents": 0}
    assert await Refund.count() == 0
    assert await AuditEvent.exists().where(AuditEvent.verb == "refund_beyond")

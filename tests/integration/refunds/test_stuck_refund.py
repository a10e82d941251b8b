"""The card service moved another amount than asked: the office closes it, the books agree."""

import asyncio
import contextlib
from dataclasses import replace

import pytest

from app.actions.refunds.close_stuck_refund import close_stuck_refund
from app.actions.refunds.pay_back import pay_back
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.refunds.retry_refund import retry_refund
from app.gateways.payments.provider import NoticeKind, RefundAnswer, RefundStatus
from app.reads.books.check import check
from app.reads.refunds.to_do import one_refund
from app.rules.errors import Conflict, NeverWill
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.conftest import RecordingBells
from tests.factories import Silent, a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, booted, kerb, paying
from tests.integration.payments.test_after_the_case import bring_back, follow_mail
from tests.integration.refunds.test_deposits import balances, decide
from tests.pretend_provider import PretendProvider

__all__ = ["kerb", "paying"]


class OtherAmount(PretendProvider):
    """Calls a refund done, but of another amount."""

    moves = 0

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        return RefundAnswer(refund_ref="re_1", status=RefundStatus.DONE, amount_cents=self.moves)


async def stuck(moves: int) -> int:
    """A deposit of $120.00 whose refund is stuck; returns the refund's id."""
    kerb: Kerb = await booted(RecordingBells())
    await kerb.pay()
    await bring_back(kerb)
    row = await Payment.select(Payment.id).first()
    await decide(row["id"])
    provider = OtherAmount()
    provider.moves = moves
    refund = await Refund.select(Refund.id).first()
    with contextlib.suppress(NeverWill):
        await pay_back(refund["id"], provider, Silent())
    return int(refund["id"])


async def close(refund_id: int, way: PaymentWay | None = PaymentWay.cash) -> None:
    office = await a_staff(Role.office)
    await close_stuck_refund(office, Silent(), refund_id, way=way, reference="slip 9")


async def refunds() -> list[tuple[str, str, int]]:
    rows = await Refund.select(Refund.status, Refund.way, Refund.amount_cents).order_by(Refund.id)
    return [(row["status"], row["way"], row["amount_cents"]) for row in rows]


async def test_what_is_missing_is_paid_out_and_both_are_in_the_books() -> None:
    refund_id = await stuck(50_00)
    await close(refund_id)
    assert await refunds() == [("done", "card", 50_00), ("done", "cash", 70_00)]
    books = await balances()
    assert books.get("owed_back", 0) == 0
    assert books["cash"] == 70_00
    assert books["card_money"] == 50_00 - 165_00
    assert await check() == ()


async def test_what_was_sent_too_much_is_entered_as_gone() -> None:
    refund_id = await stuck(130_00)
    await close(refund_id, None)
    assert await refunds() == [("done", "card", 120_00), ("done", "card", 10_00)]
    assert (await balances())["card_money"] == 130_00 - 165_00
    assert await check() == ()


async def test_when_nothing_was_moved_all_of_it_is_paid_out() -> None:
    refund_id = await stuck(0)
    await close(refund_id, PaymentWay.cheque)
    assert await refunds() == [("done", "cheque", 120_00)]
    assert (await balances())["cheques"] == 120_00
    assert await check() == ()


async def test_it_is_closed_once_and_only_when_it_is_stuck() -> None:
    refund_id = await stuck(50_00)
    with pytest.raises(Conflict):
        await close(refund_id, None)
    done = await asyncio.gather(close(refund_id), close(refund_id), return_exceptions=True)
    assert [type(one) for one in done if one is not None] == [Conflict]
    assert await refunds() == [("done", "card", 50_00), ("done", "cash", 70_00)]
    assert await check() == ()


async def test_the_office_closes_it_on_its_page(client: Browser) -> None:
    refund_id = await stuck(50_00)
    await sign_in(client, Role.office)
    page = f"/refunds/{refund_id}/close"
    assert f'href="{page}"' in (await client.get("/refunds")).text
    shown = (await client.get(page)).text
    for amount in ("$120.00", "$50.00", "$70.00"):
        assert amount in shown
    assert (await client.post_form(page, {"way": "cash", "reference": ""})).status_code == 422
    assert (await client.post_form(page, {"way": "cash", "reference": "9"})).status_code == 303
    assert (await client.post_form(page, {"way": "cash", "reference": "9"})).status_code == 409
    assert (await client.get(page)).status_code == 409


async def test_a_notice_of_another_amount_is_no_success() -> None:
    kerb, refund_id = await wanted()
    await told(kerb, refund_id, NoticeKind.REFUNDED, 50_00)
    assert (await one_refund(refund_id)).missing_cents == 70_00
    assert await check() == ()
    await close(refund_id)
    assert await refunds() == [("done", "card", 50_00), ("done", "cash", 70_00)]
    assert await check() == ()


async def test_one_that_came_back_before_it_was_closed_is_owed_whole() -> None:
    kerb, refund_id = await wanted()
    await told(kerb, refund_id, NoticeKind.REFUNDED, 50_00)
    await told(kerb, refund_id, NoticeKind.REFUND_FAILED, 50_00)
    assert not (await one_refund(refund_id)).stuck
    with pytest.raises(Conflict):
        await close(refund_id)
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    await pay_back(refund_id, kerb.provider, kerb.bells)
    assert await refunds() == [("done", "card", 120_00)]
    assert await check() == ()


async def test_what_was_sent_too_much_comes_back_with_the_rest() -> None:
    kerb, refund_id = await wanted()
    await told(kerb, refund_id, NoticeKind.REFUNDED, 130_00)
    await close(refund_id, None)
    await told(kerb, refund_id, NoticeKind.REFUND_FAILED, 130_00)
    assert (await balances())["card_money"] == -165_00
    assert await refunds() == [("failed", "card", 120_00), ("failed", "card", 10_00)]
    assert await check() == ()


async def test_a_second_try_that_brings_too_little_is_closed_too() -> None:
    kerb, refund_id = await wanted()
    await told(kerb, refund_id, NoticeKind.REFUNDED, 50_00)
    await close(refund_id)
    await told(kerb, refund_id, NoticeKind.REFUND_FAILED, 50_00)
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    await told(kerb, refund_id, NoticeKind.REFUNDED, 20_00, tries=1)
    await close(refund_id)
    assert sorted(await refunds()) == [
        ("done", "card", 20_00),
        ("done", "cash", 30_00),
        ("done", "cash", 70_00),
    ]
    assert await check() == ()


async def test_the_driver_reads_what_the_card_brought_and_what_the_counter(
    client: Browser, paying: Kerb
) -> None:
    reference = await paying.pay()
    await bring_back(paying)
    row = await Payment.select(Payment.id).first()
    await decide(row["id"])
    refund = await Refund.select(Refund.id).first()
    await told(paying, refund["id"], NoticeKind.REFUNDED, 50_00)
    await close(refund["id"])
    page = await follow_mail(client, paying, reference)
    assert "$50.00 of your deposit went back to your card." in page
    assert "$70.00 of your deposit was paid out to you." in page
    assert "$120.00 of your deposit went back" not in page


async def wanted() -> tuple[Kerb, int]:
    """A deposit of $120.00 whose refund nobody has sent yet."""
    kerb: Kerb = await booted(RecordingBells())
    await kerb.pay()
    await bring_back(kerb)
    row = await Payment.select(Payment.id).first()
    await decide(row["id"])
    refund = await Refund.select(Refund.id).first()
    return kerb, int(refund["id"])


async def told(kerb: Kerb, refund_id: int, kind: NoticeKind, cents: int, tries: int = 0) -> None:
    """The provider says what became of that try."""
    [ref] = kerb.provider.orders
    key = f"refund-{refund_id}-{tries}" if tries else f"refund-{refund_id}"
    name = f"re_{tries}"
    await kerb.settle(
        kerb.provider.notice(
            ref, kind, event_id=f"{name} {kind}", part_ref=name, part_key=key, part_cents=cents
        )
    )


async def test_a_stuck_one_is_neither_paid_out_whole_nor_sent_again() -> None:
    refund_id = await stuck(50_00)
    clerk = await a_staff(Role.office)
    with pytest.raises(Conflict):
        await record_pay_out(clerk, Silent(), refund_id, way=PaymentWay.cash, reference="slip 9")
    with pytest.raises(Conflict):
        await retry_refund(clerk, Silent(), refund_id)
    assert await refunds() == [("failed", "card", 120_00)]


@pytest.mark.parametrize(("moves", "rest"), [(1_00, [2_00]), (5_00, [])])
async def test_wrong_money_that_is_stuck_never_touches_the_payments_own(
    kerb: Kerb, moves: int, rest: list[int]
) -> None:
    ref = f"chk_{await kerb.pay()}"
    wrong = kerb.provider.notice(ref, event_id="wrong", currency="USD", captured_cents=3_00)
    await kerb.settle(replace(wrong, capture_ref="cap_usd"))
    refund = await Refund.select(Refund.id).first()
    provider = OtherAmount()
    provider.moves = moves
    with contextlib.suppress(NeverWill):
        await pay_back(refund["id"], provider, Silent())
    await close(refund["id"], PaymentWay.cash if rest else None)
    rows = await Refund.select().order_by(Refund.id)
    assert [row["amount_cents"] for row in rows[1:]] == rest
    assert {row["reason"] for row in rows} == {"wrong_money"}
    payment = await Payment.select(Payment.refunded_cents).first()
    assert payment == {"refunded_cents": 0}
    assert await check() == ()

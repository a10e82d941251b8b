"""Somebody gave back at the card service itself: what is left is still decided and goes back."""

import pytest

from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.violations.decide_review import Ruling, decide_review
from app.actions.violations.put_under_review import put_under_review
from app.gateways.payments.provider import NoticeKind
from app.reads.books.check import check
from app.reads.refunds.goodwill import goodwill_room
from app.reads.refunds.proposal import Damage
from app.rules.people.access import Role
from app.rules.violations.reviews import ReviewDecision
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import Silent, a_staff
from tests.integration.payments.conftest import Kerb, kerb
from tests.integration.payments.test_after_the_case import bring_back
from tests.integration.refunds.test_deposits import balances

__all__ = ["kerb"]


async def told(kerb: Kerb, kind: NoticeKind, cents: int) -> None:
    """A refund of that much was made there, or failed there."""
    [ref] = kerb.provider.orders
    await kerb.settle(kerb.provider.notice(ref, kind, part_ref=f"re_{cents}", part_cents=cents))


async def deposit() -> tuple[str, int]:
    row = await Payment.select(Payment.deposit_status, Payment.deposit_cents).first()
    return row["deposit_status"], row["deposit_cents"]


async def decide(refund_cents: int) -> None:
    row = await Payment.select(Payment.id).first()
    office = await a_staff(Role.office)
    await process_refund(office, Silent(), row["id"], Decision(Damage(), refund_cents))


async def test_what_is_more_than_the_fine_is_taken_from_the_deposit(kerb: Kerb) -> None:
    await kerb.pay()
    await told(kerb, NoticeKind.REFUNDED, 100_00)
    assert await deposit() == ("held", 65_00)
    books = await balances()
    assert (books.get("fines", 0), books["deposits"]) == (0, 65_00)
    await bring_back(kerb)
    await decide(65_00)
    assert await Payment.select(Payment.refunded_cents).first() == {"refunded_cents": 165_00}
    assert await check() == ()


async def test_two_refunds_with_long_names_that_differ_at_the_end_are_two(kerb: Kerb) -> None:
    await kerb.pay()
    [order] = kerb.provider.orders
    for end in ("1", "2", "2"):
        part_ref = "re_" + "0" * 40 + end
        notice = kerb.provider.notice(
            order, NoticeKind.REFUNDED, part_ref=part_ref, part_cents=10_00
        )
        await kerb.settle(notice)
    assert await Payment.select(Payment.refunded_cents).first() == {"refunded_cents": 20_00}
    reasons = await Refund.select(Refund.reason).order_by(Refund.reason).output(as_list=True)
    assert [len(reason) for reason in reasons] == [40, 40]


async def test_what_came_back_belongs_to_the_deposit_again(kerb: Kerb) -> None:
    await kerb.pay()
    await told(kerb, NoticeKind.REFUNDED, 100_00)
    await told(kerb, NoticeKind.REFUND_FAILED, 100_00)
    assert await deposit() == ("held", 120_00)
    assert (await balances())["fines"] == 45_00
    assert await check() == ()


async def test_what_comes_back_after_the_decision_may_go_back_as_goodwill(kerb: Kerb) -> None:
    await kerb.pay()
    await told(kerb, NoticeKind.REFUNDED, 100_00)
    await bring_back(kerb)
    await decide(65_00)
    await told(kerb, NoticeKind.REFUND_FAILED, 100_00)
    assert await deposit() == ("refunded", 65_00)
    row = await Payment.select(Payment.id).first()
    assert (await goodwill_room(row["id"])).most_cents == 100_00
    assert await check() == ()


async def test_a_dispute_takes_and_returns_what_was_left_of_the_deposit(kerb: Kerb) -> None:
    await kerb.pay()
    await told(kerb, NoticeKind.REFUNDED, 100_00)
    await told(kerb, NoticeKind.DISPUTED, 65_00)
    await told(kerb, NoticeKind.DISPUTE_WON, 65_00)
    assert await deposit() == ("held", 65_00)
    assert await check() == ()


@pytest.mark.parametrize("cents", [100_00, 120_00, 164_00, 165_00])
async def test_a_ticket_is_dismissed_however_much_went_back_there(kerb: Kerb, cents: int) -> None:
    await kerb.pay()
    await told(kerb, NoticeKind.REFUNDED, cents)
    admin = await a_staff(Role.admin)
    await put_under_review(admin, kerb.bells, kerb.violation_id, "Appeal")
    ruling = Ruling(ReviewDecision.dismissed, "Sign was wrong")
    await decide_review(admin, kerb.bells, kerb.violation_id, ruling)
    wanted = await Refund.select(Refund.amount_cents).where(Refund.reason.like("dismissed:%"))
    assert [row["amount_cents"] for row in wanted] == ([45_00] if cents == 120_00 else [])
    assert await check() == ()


async def test_a_receipt_stands_when_a_dispute_is_won_too_late(kerb: Kerb) -> None:
    other = await kerb.start("b@example.com", "another phone")
    ref = f"chk_{await kerb.pay()}"
    for kind in (NoticeKind.DISPUTED, NoticeKind.PAID, NoticeKind.DISPUTE_WON):
        paid = kind is NoticeKind.PAID
        about = f"chk_{other.reference}" if paid else ref
        part = "" if paid else "dp_1"
        notice = kerb.provider.notice(about, kind, part_ref=part, part_cents=0 if paid else 165_00)
        await kerb.settle(notice)
    wanted = await Refund.select(Refund.amount_cents)
    assert [row["amount_cents"] for row in wanted] == [165_00]
    assert await check() == ()


@pytest.mark.parametrize("kind", [NoticeKind.DISPUTE_WON, NoticeKind.DISPUTE_LOST])
async def test_a_refund_told_after_the_dispute_it_came_before_is_in_the_books(
    kerb: Kerb, kind: NoticeKind
) -> None:
    await kerb.pay()
    await told(kerb, NoticeKind.DISPUTED, 45_00)
    await told(kerb, NoticeKind.REFUNDED, 120_00)
    assert await check() == ()
    await told(kerb, kind, 45_00)
    assert await check() == ()
    await told(kerb, NoticeKind.REFUND_FAILED, 120_00)
    won = kind is NoticeKind.DISPUTE_WON
    assert (await balances()).get("deposits", 0) == (120_00 if won else 0)
    assert await check() == ()

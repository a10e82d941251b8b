"""The office decides about a deposit: all, a part or nothing goes back, once, and by the books."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.mark_lost import mark_lost
from app.actions.refunds.pay_back import pay_back
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.refunds.retry_refund import retry_refund
from app.actions.steps.assignments.bring_back import Return
from app.clock import now
from app.gateways.payments.provider import RefundStatus
from app.reads.assignments.conditions import ReturnCondition
from app.reads.refunds.proposal import Damage, deposit_proposal
from app.reads.settings.system_settings import system_settings
from app.rules.errors import BootkeeperError, Conflict, NeverWill
from app.rules.money.payment_states import DepositStatus
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Role
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.deposit_decision import DepositDecision
from app.tables.money.deposit_deduction import DepositDeduction
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import Silent, a_staff, switch
from tests.integration.assignments.booted import (
    Booted,
    a_checkout,
    booted,
    deposit_of,
    paid_and_released,
    pay,
    promised,
)
from tests.pretend_provider import PretendProvider

NO_DAMAGE = Damage()
GOOD = Return(ReturnCondition.good)


async def returned(*, late: timedelta = timedelta(), method: str = "card") -> tuple[Booted, int]:
    """A boot paid for and back, so much after its deadline; and the payment's id."""
    case = await booted()
    payment_id = await a_checkout(case)
    await Payment.update({Payment.method: method}).where(Payment.id == payment_id)
    await pay(payment_id)
    if late:
        await BootAssignment.update({BootAssignment.return_due_at: now() - late}).where(
            BootAssignment.id == case.assignment_id
        )
    await mark_returned(await a_staff(), Silent(), case.assignment_id, GOOD)
    return case, payment_id


async def decide(payment_id: int, damage: Damage = NO_DAMAGE) -> DepositStatus:
    """The office opens the page and does what it shows."""
    shown = await deposit_proposal(payment_id, await system_settings(), damage)
    actor = await a_staff(Role.office)
    return await process_refund(actor, Silent(), payment_id, Decision(damage, shown.refund_cents))


async def balances() -> dict[str, int]:
    """What lies in each account."""
    sums: Counter[str] = Counter()
    for row in await LedgerEntry.select():
        sums[row["debit"]] -= row["amount_cents"]
        sums[row["credit"]] += row["amount_cents"]
    return {account: cents for account, cents in sums.items() if cents}


async def the_refund() -> dict[str, object]:
    [row] = await Refund.select()
    return dict(row)


async def test_a_boot_back_in_time_gives_the_whole_deposit_back_and_says_why() -> None:
    _, payment_id = await returned()
    assert await decide(payment_id) is DepositStatus.refunded
    assert await deposit_of(payment_id) == "refunded"
    refund = await the_refund()
    assert (refund["amount_cents"], refund["status"], refund["reason"]) == (
        120_00,
        "wanted",
        "deposit",
    )
    assert await promised("pay_back") == [refund["id"]]
    books = await balances()
    assert (books.get("deposits", 0), books["owed_back"]) == (0, 120_00)
    lines = await DepositDeduction.select().order_by(DepositDeduction.id)
    assert [(line["kind"], line["amount_cents"]) for line in lines] == [
        ("late_return", 0),
        ("damage", 0),
    ]
    assert "in time" in lines[0]["reason"]
    assert await Mail.count().where(Mail.kind == "refund", Mail.recipient == "d@example.com") == 1


async def test_lateness_and_damage_leave_a_part() -> None:
    await switch(late_fee_per_day_cents="1500")
    _, payment_id = await returned(late=timedelta(hours=30))
    assert await decide(payment_id, Damage(25_00, "bent arm")) is DepositStatus.partly_refunded
    assert (await the_refund())["amount_cents"] == 65_00
    books = await balances()
    assert (books["forfeited"], books["owed_back"], books.get("deposits", 0)) == (55_00, 65_00, 0)
    lines = await DepositDeduction.select().order_by(DepositDeduction.id)
    assert [(line["amount_cents"], line["reason"]) for line in lines][1] == (25_00, "bent arm")
    assert lines[0]["amount_cents"] == 30_00
    assert "2" in lines[0]["reason"]


async def test_a_lost_boot_can_cost_the_whole_deposit() -> None:
    await switch(lost_boot_fee_cents="50000")
    case, payment_id = await paid_and_released()
    await mark_lost(await a_staff(Role.office), Silent(), case.assignment_id, reason="stolen")
    assert await decide(payment_id) is DepositStatus.forfeited
    assert await Refund.count() == 0
    books = await balances()
    assert (books["forfeited"], books.get("owed_back", 0)) == (120_00, 0)


@pytest.mark.parametrize(
    ("late", "left_cents"),
    [(timedelta(days=2, hours=-1), 120_00), (timedelta(days=2, hours=1), 0)],
)
async def test_a_boot_back_after_the_days_allowed_costs_the_whole_deposit_and_says_why(
    late: timedelta, left_cents: int
) -> None:
    await switch(forfeit_after_days="2", late_fee_cap_cents="1000")
    _, payment_id = await returned(late=late)
    became = await decide(payment_id)
    kept = left_cents == 0
    assert became is (DepositStatus.forfeited if kept else DepositStatus.refunded)
    line = await DepositDeduction.select().order_by(DepositDeduction.id).first()
    assert line is not None
    assert (line["kind"], line["amount_cents"]) == ("late_return", 120_00 - left_cents)
    assert ("Days allowed after the deadline: 2." in line["reason"]) is kept
    assert (await balances()).get("forfeited", 0) == 120_00 - left_cents


async def test_a_boot_given_up_as_lost_after_the_days_allowed_costs_the_whole_deposit() -> None:
    await switch(forfeit_after_days="2")
    case, payment_id = await paid_and_released()
    await BootAssignment.update({BootAssignment.return_due_at: now() - timedelta(days=3)}).where(
        BootAssignment.id == case.assignment_id
    )
    await mark_lost(await a_staff(Role.office), Silent(), case.assignment_id, reason="stolen")
    assert await decide(payment_id) is DepositStatus.forfeited


async def test_two_clerks_at_once_refund_once() -> None:
    _, payment_id = await returned()
    answers = await asyncio.gather(*(decide(payment_id) for _ in range(4)), return_exceptions=True)
    assert answers.count(DepositStatus.refunded) == 1
    others = [one for one in answers if one is not DepositStatus.refunded]
    assert all(isinstance(one, BootkeeperError) for one in others)
    assert await Refund.count() == await DepositDecision.count() == 1
    assert (await balances())["owed_back"] == 120_00


async def test_what_was_not_seen_is_not_carried_out() -> None:
    await switch(late_fee_per_day_cents="1500")
    _, payment_id = await returned(late=timedelta(hours=1))
    actor = await a_staff(Role.office)
    with pytest.raises(Conflict, match="changed since"):
        await process_refund(actor, Silent(), payment_id, Decision(Damage(), 120_00))
    assert await deposit_of(payment_id) == "due"
    assert await Refund.count() == await DepositDecision.count() == 0


async def test_a_deposit_still_held_is_not_refunded() -> None:
    _, payment_id = await paid_and_released()
    with pytest.raises(Conflict, match="not waiting"):
        await decide(payment_id)
    assert await deposit_of(payment_id) == "held"


async def failed_refund(provider: PretendProvider) -> int:
    """A deposit's refund that the provider refused for good."""
    _, payment_id = await returned()
    await decide(payment_id)
    refund_id = int(str((await the_refund())["id"]))
    provider.refund_status = RefundStatus.FAILED
    with pytest.raises(NeverWill):
        await pay_back(refund_id, provider, Silent())
    return refund_id


async def test_a_failed_refund_is_sent_again_as_a_new_request() -> None:
    provider = PretendProvider()
    refund_id = await failed_refund(provider)
    provider.refund_status = RefundStatus.DONE
    await pay_back(refund_id, provider, Silent())
    assert (await the_refund())["status"] == "failed"
    await retry_refund(await a_staff(Role.office), Silent(), refund_id)
    assert len(await promised("pay_back")) == 2
    await pay_back(refund_id, provider, Silent())
    await pay_back(refund_id, provider, Silent())
    assert (await the_refund())["status"] == "done"
    assert list(provider.refunds) == [f"refund-{refund_id}", f"refund-{refund_id}-1"]
    books = await balances()
    assert (books.get("owed_back", 0), books["card_money"]) == (0, -45_00)


async def test_sending_again_and_paying_out_cannot_both_win() -> None:
    refund_id = await failed_refund(PretendProvider())
    clerk, other = await a_staff(Role.office), await a_staff(Role.office)
    answers = await asyncio.gather(
        retry_refund(clerk, Silent(), refund_id),
        record_pay_out(other, Silent(), refund_id, way=PaymentWay.cash, reference="slip 7"),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Conflict) for one in answers) == 1
    assert answers.count(None) == 1


async def test_a_failed_card_refund_is_paid_out_in_cash_once() -> None:
    refund_id = await failed_refund(PretendProvider())
    clerk = await a_staff(Role.office)
    await record_pay_out(clerk, Silent(), refund_id, way=PaymentWay.cash, reference="slip 7")
    refund = await the_refund()
    assert (refund["status"], refund["way"], refund["paid_out_ref"]) == ("done", "cash", "slip 7")
    with pytest.raises(Conflict):
        await record_pay_out(clerk, Silent(), refund_id, way=PaymentWay.cash, reference="slip 7")
    with pytest.raises(Conflict):
        await retry_refund(clerk, Silent(), refund_id)
    books = await balances()
    assert (books.get("owed_back", 0), books["cash"]) == (0, 120_00)


async def test_what_came_over_the_counter_waits_to_be_paid_out_there() -> None:
    _, payment_id = await returned(method="cash")
    await decide(payment_id)
    assert await promised("pay_back") == []
    refund_id = int(str((await the_refund())["id"]))
    clerk = await a_staff(Role.office)
    await record_pay_out(clerk, Silent(), refund_id, way=PaymentWay.cash, reference="slip 8")
    books = await balances()
    assert (books.get("owed_back", 0), books["cash"]) == (0, -45_00)


async def test_a_refund_on_its_way_by_card_is_not_paid_out() -> None:
    _, payment_id = await returned()
    await decide(payment_id)
    refund_id = int(str((await the_refund())["id"]))
    with pytest.raises(Conflict):
        await record_pay_out(
            await a_staff(Role.office), Silent(), refund_id, way=PaymentWay.cash, reference="x"
        )
    assert (await the_refund())["status"] == "wanted"

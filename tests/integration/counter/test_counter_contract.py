"""What every way of paying at the counter must do; a new way joins `COUNTER_WAYS` and is judged."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.release_codes.reveal_code import reveal_code
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.steps.assignments.bring_back import Return
from app.gateways.vault import Vault
from app.reads.assignments.conditions import ReturnCondition
from app.reads.refunds.proposal import Damage
from app.rules.errors import Invalid
from app.rules.money.payment_ways import COUNTER_WAYS, PaymentWay
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt
from app.tables.money.refund import Refund
from app.tables.records.audit_event import AuditEvent
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, switch
from tests.integration.counter.arrange import TOTAL_CENTS, promise, status_of, take
from tests.integration.payments.conftest import Kerb, booted

DEPOSIT = 120_00
# Where the money of each way lies, and whether a number comes with it.
ACCOUNTS = {
    PaymentWay.cash: ("cash", False),
    PaymentWay.cheque: ("cheques", True),
    PaymentWay.terminal: ("terminal", True),
}


@pytest.fixture(params=COUNTER_WAYS)
def way(request: pytest.FixtureRequest) -> PaymentWay:
    """Each way in turn."""
    return PaymentWay(request.param)


@pytest.fixture
async def clerk(app_db: str) -> Actor:
    """Somebody of the office."""
    return await a_staff(Role.office)


def number_of(way: PaymentWay) -> str:
    """What is written on the cheque or the slip."""
    return "0042" if ACCOUNTS[way][1] else ""


async def through(account: str) -> tuple[int, int]:
    """Cents that came in and went out by this account."""
    rows = await LedgerEntry.select()
    return (
        sum(row["amount_cents"] for row in rows if row["debit"] == account),
        sum(row["amount_cents"] for row in rows if row["credit"] == account),
    )


async def test_money_in_hand_settles_at_once_with_receipt_books_and_code(
    kerb: Kerb, clerk: Actor, way: PaymentWay
) -> None:
    payment_id = await take(kerb, clerk, way=way, number=number_of(way))
    row = await Payment.select().where(Payment.id == payment_id).first()
    assert (row["status"], row["method"], row["provider"]) == ("settled", way.value, "counter")
    assert (row["captured_cents"], row["credited_cents"]) == (TOTAL_CENTS, TOTAL_CENTS)
    assert (row["taken_by"], row["tender_ref"]) == (clerk.staff_id, number_of(way))
    assert row["deposit_status"] == "held"
    assert await status_of(kerb.violation_id) == "paid"
    assert await through(ACCOUNTS[way][0]) == (TOTAL_CENTS, 0)
    assert await Receipt.select(Receipt.amount_cents, Receipt.deposit_cents) == [
        {"amount_cents": TOTAL_CENTS, "deposit_cents": DEPOSIT}
    ]
    case = await BootAssignment.select().first()
    assert (case["release_basis"], case["release_payment_id"]) == ("paid", payment_id)
    kinds = [mail["kind"] for mail in await Mail.select(Mail.kind, Mail.recipient)]
    assert sorted(kinds) == ["receipt", "release"]
    assert kerb.provider.orders == {}, "no card service is asked"


async def test_it_is_one_transaction(
    kerb: Kerb, clerk: Actor, way: PaymentWay, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    # The last step of all but the release: whatever stood before it must be gone.
    monkeypatch.setattr("app.actions.steps.payments.credit_payment.judge_release", cut)
    with pytest.raises(RuntimeError):
        await take(kerb, clerk, way=way, number=number_of(way))
    assert await Payment.count() + await LedgerEntry.count() + await Receipt.count() == 0
    assert await Mail.count() == 0
    assert await status_of(kerb.violation_id) == "unpaid"


async def test_two_clicks_and_a_second_tab_take_it_once(
    kerb: Kerb, clerk: Actor, way: PaymentWay
) -> None:
    answers = await asyncio.gather(
        *(take(kerb, clerk, way=way, number=number_of(way), key=key * 32) for key in "aab"),
        return_exceptions=True,
    )
    taken = {answer for answer in answers if isinstance(answer, int)}
    assert len(taken) == 1
    assert await Payment.count() == 1
    assert await Receipt.count() == 1
    assert await through(ACCOUNTS[way][0]) == (TOTAL_CENTS, 0)


async def test_it_asks_for_the_number_that_comes_with_it(
    kerb: Kerb, clerk: Actor, way: PaymentWay
) -> None:
    if ACCOUNTS[way][1]:
        with pytest.raises(Invalid) as refusal:
            await take(kerb, clerk, way=way)
        assert set(refusal.value.fields) == {"tender_ref"}
        assert await Payment.count() == 0
    await take(kerb, clerk, way=way, number=number_of(way))
    assert await Payment.count() == 1


async def test_without_an_email_the_code_is_handed_over_by_the_audited_reveal(
    kerb: Kerb, clerk: Actor, way: PaymentWay
) -> None:
    await take(kerb, clerk, way=way, number=number_of(way), email="")
    assert await Mail.count() == 0
    vault = Vault(load_settings().seal_keys)
    code = await reveal_code(clerk, kerb.bells, vault, kerb.boot_id, reason="paid at the counter")
    assert code == "47-11"
    seen = await AuditEvent.select().where(AuditEvent.verb == "reveal_code").first()
    assert (seen["staff"], seen["reason"]) == (clerk.staff_id, "paid at the counter")
    case = await BootAssignment.select().first()
    assert case["code_reached_at"] is not None


async def test_the_amount_is_that_of_the_moment_it_is_taken(
    bells: RecordingBells, way: PaymentWay
) -> None:
    promised_at = datetime(2026, 5, 4, 15, tzinfo=UTC)
    with time_machine.travel(promised_at, tick=False):
        await switch(universal_boot_enabled="true", require_overdue_paid="true")
        old = await a_violation(late_cents=20_00, issued_at=promised_at - timedelta(days=1))
        kerb = await booted(bells)
        promised = await promise(kerb)
    with time_machine.travel(promised_at + timedelta(days=60), tick=False):
        clerk = await a_staff(Role.office)
        cents = TOTAL_CENTS + 65_00
        payment_id = await take(kerb, clerk, way=way, number=number_of(way), cents=cents)
    row = await Payment.select().where(Payment.id == payment_id).first()
    assert row["captured_cents"] == cents
    assert await status_of(old.violation_id) == "paid"
    was = await Payment.select().where(Payment.id == promised).first()
    assert (was["status"], was["amount_cents"]) == ("cancelled", TOTAL_CENTS)


async def test_the_deposit_is_paid_out_the_same_way_once_and_never_by_card(
    kerb: Kerb, clerk: Actor, way: PaymentWay
) -> None:
    payment_id = await take(kerb, clerk, way=way, number=number_of(way))
    back = Return(ReturnCondition.good)
    await mark_returned(clerk, kerb.bells, kerb.assignment_id, back)
    await process_refund(clerk, kerb.bells, payment_id, Decision(Damage(), DEPOSIT))
    refund = await Refund.select().first()
    assert (refund["way"], refund["status"], refund["amount_cents"]) == (way, "wanted", DEPOSIT)
    assert not await Outbox.exists().where(Outbox.kind == "pay_back")
    answers = await asyncio.gather(
        *(
            record_pay_out(clerk, kerb.bells, refund["id"], way=way, reference="slip 7")
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    assert answers.count(None) == 1
    assert await Refund.select(Refund.status) == [{"status": "done"}]
    assert await through(ACCOUNTS[way][0]) == (TOTAL_CENTS, DEPOSIT)
    assert await through("owed_back") == (DEPOSIT, DEPOSIT)


def test_every_way_of_the_counter_is_judged_here() -> None:
    assert set(ACCOUNTS) == set(COUNTER_WAYS)

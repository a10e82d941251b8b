"""What a provider tells us becomes a fact exactly once."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.payments.settle_payment import Outcome
from app.gateways.payments.provider import NoticeKind
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_violation, switch
from tests.integration.payments.conftest import Kerb, booted

LONG_AGO = timedelta(days=30)


async def test_a_settled_payment_releases_the_boot_and_promises_two_mails(kerb: Kerb) -> None:
    reference = await kerb.pay()

    payment = await Payment.select().where(Payment.reference == reference).first()
    boot = await Boot.select().where(Boot.id == kerb.boot_id).first()
    assignment = await BootAssignment.select().first()
    violation = await Violation.select().first()
    mails = await Mail.select().order_by(Mail.kind)
    assert payment["status"] == "settled"
    assert payment["deposit_status"] == "held"
    assert payment["deposit_cents"] == 120_00
    assert boot["status"] == "released"
    assert boot["code_disclosed_at"] is not None
    assert violation["status"] == "paid"
    assert assignment["release_basis"] == "paid"
    assert assignment["release_payment_id"] == payment["id"]
    assert assignment["return_due_at"] == assignment["released_at"] + timedelta(hours=24)
    assert [(mail["kind"], mail["recipient"]) for mail in mails] == [
        ("receipt", "dana@example.com"),
        ("release", "dana@example.com"),
    ]
    assert await Outbox.count().where(Outbox.kind == "send_mail") == 2
    assert frozenset({"mail", "release"}) in kerb.bells.rung
    assert kerb.bells.hinted[-1] == {kerb.boot_id: boot["revision"]}


async def test_ten_different_notices_of_one_capture_settle_once(kerb: Kerb) -> None:
    started = await kerb.start()
    notices = [
        kerb.provider.notice(f"chk_{started.reference}", event_id=f"evt_{n}") for n in range(10)
    ]

    outcomes = await asyncio.gather(*(kerb.settle(notice) for notice in notices))

    assert sorted(outcomes) == [Outcome.REPEATED] * 9 + [Outcome.SETTLED]
    assert await Refund.count() == 0
    assert await Mail.count() == 2


@pytest.mark.parametrize(
    "order",
    list(
        itertools.permutations(
            [NoticeKind.PAID, NoticeKind.DECLINED, NoticeKind.EXPIRED, NoticeKind.PENDING]
        )
    ),
)
async def test_any_order_of_notices_ends_settled(kerb: Kerb, order: tuple[NoticeKind, ...]) -> None:
    started = await kerb.start()
    for kind in order:
        await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", kind))

    payment = await Payment.select(Payment.status, Payment.flag).first()
    boot = await Boot.select(Boot.status).first()
    assert payment == {"status": "settled", "flag": ""}
    assert boot == {"status": "released"}


async def test_a_second_payer_gets_everything_back(kerb: Kerb) -> None:
    first = await kerb.start("one@example.com", "phone one")
    second = await kerb.start("two@example.com", "phone two")
    for started in (first, second):
        await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))

    lines = await PaymentLine.select(PaymentLine.kept).order_by(PaymentLine.id)
    refund = await Refund.select().first()
    mails = await Mail.select(Mail.recipient).where(Mail.kind == "release")
    assert [line["kept"] for line in lines] == [True, False]
    assert (refund["reason"], refund["amount_cents"]) == ("paid_twice", 165_00)
    assert mails == [{"recipient": "one@example.com"}]
    told = await Mail.select(Mail.recipient).where(Mail.kind == "paid_twice")
    assert told == [{"recipient": "two@example.com"}]
    assert await Outbox.count().where(Outbox.kind == "pay_back") == 1


async def test_the_first_settlement_closes_the_other_open_checkout(kerb: Kerb) -> None:
    await kerb.start("two@example.com", "phone two")
    await kerb.pay("one@example.com", "phone one")

    other = await Payment.select(Payment.id).where(Payment.email == "two@example.com").first()
    promises = await Outbox.select(Outbox.subject_id).where(Outbox.kind == "expire_checkout")
    assert promises == [{"subject_id": other["id"]}]


async def test_two_halves_of_a_required_set_paid_at_once_still_release(
    bells: RecordingBells,
) -> None:
    """Without the vehicle's turn each settlement would see the other's ticket unpaid."""
    for attempt in range(8):
        await switch(require_overdue_paid="true")
        plate = f"HALF {attempt}"
        old = await a_violation(plate=plate, issued_at=datetime.now(UTC) - LONG_AGO)
        kerb = await booted(bells, plate=plate)
        both = await kerb.start("one@example.com", "phone one")
        payment = await Payment.select().where(Payment.reference == both.reference).first()
        # The quote holds both tickets; split it into two payments of one ticket each.
        second = await kerb.start("two@example.com", "phone two")
        other = await Payment.select().where(Payment.reference == second.reference).first()
        await PaymentLine.delete().where(
            PaymentLine.payment == payment["id"], PaymentLine.violation == old.violation_id
        )
        await PaymentLine.delete().where(
            PaymentLine.payment == other["id"], PaymentLine.violation == kerb.violation_id
        )
        await asyncio.gather(
            kerb.settle(kerb.provider.notice(f"chk_{both.reference}")),
            kerb.settle(kerb.provider.notice(f"chk_{second.reference}")),
        )

        boot = await Boot.select(Boot.status).where(Boot.id == kerb.boot_id).first()
        assert boot == {"status": "released"}


async def test_less_than_quoted_is_kept_and_releases_nothing(kerb: Kerb) -> None:
    started = await kerb.start()
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", captured_cents=100_00))

    payment = await Payment.select().first()
    boot = await Boot.select(Boot.status).first()
    entry = await LedgerEntry.select().first()
    assert (payment["status"], payment["flag"]) == ("settled", "short")
    assert payment["credited_cents"] == 100_00
    assert boot == {"status": "issued"}
    assert (entry["credit"], entry["amount_cents"]) == ("credited", 100_00)


async def test_more_than_quoted_releases_and_the_excess_goes_back(kerb: Kerb) -> None:
    started = await kerb.start()
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", captured_cents=170_00))

    refund = await Refund.select().first()
    boot = await Boot.select(Boot.status).first()
    assert (refund["reason"], refund["amount_cents"]) == ("excess", 5_00)
    assert boot == {"status": "released"}


@pytest.mark.parametrize(("currency", "live"), [("USD", False), ("CAD", True)])
async def test_money_of_the_wrong_kind_is_flagged_and_sent_back(
    kerb: Kerb, currency: str, live: bool
) -> None:
    started = await kerb.start()
    outcome = await kerb.settle(
        kerb.provider.notice(f"chk_{started.reference}", currency=currency, live=live)
    )

    payment = await Payment.select().first()
    boot = await Boot.select(Boot.status).first()
    assert outcome is Outcome.REFUSED
    assert (payment["status"], payment["flag"]) == ("started", "wrong_money")
    assert boot == {"status": "issued"}
    assert await Refund.count() == 1


async def test_a_notice_for_an_unknown_payment_changes_nothing(kerb: Kerb) -> None:
    started = await kerb.start()
    notice = kerb.provider.notice(f"chk_{started.reference}")
    await PaymentLine.delete(force=True)
    await Payment.delete(force=True)

    assert await kerb.settle(notice) is Outcome.UNKNOWN
    assert await Boot.select(Boot.status).first() == {"status": "issued"}


async def test_the_books_hold_every_cent_that_came_in(kerb: Kerb) -> None:
    await kerb.pay()

    entries = await LedgerEntry.select().order_by(LedgerEntry.id)
    moved = {(one["debit"], one["credit"]): one["amount_cents"] for one in entries}
    assert moved == {("card_money", "fines"): 45_00, ("card_money", "deposits"): 120_00}


async def test_a_ticket_that_falls_overdue_during_checkout_does_not_hold_the_code(
    bells: RecordingBells,
) -> None:
    await switch(require_overdue_paid="true")
    other = await a_violation()
    kerb = await booted(bells)
    started = await kerb.start()
    yesterday = datetime.now(UTC).date() - timedelta(days=2)
    await Violation.update({Violation.overdue_after_on: yesterday}).where(
        Violation.id == other.violation_id
    )
    # The quote was frozen when that ticket was not overdue yet.
    await Payment.update({Payment.started_at: datetime.now(UTC) - timedelta(days=3)}, force=True)
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))

    assert await Boot.select(Boot.status).where(Boot.id == kerb.boot_id).first() == {
        "status": "released"
    }


async def test_require_overdue_charges_the_whole_required_set(bells: RecordingBells) -> None:
    await switch(require_overdue_paid="true")
    await a_violation(issued_at=datetime.now(UTC) - LONG_AGO, late_cents=15_00)
    await a_violation(fine_cents=60_00)
    kerb = await booted(bells)
    started = await kerb.start()

    payment = await Payment.select().where(Payment.reference == started.reference).first()
    assert payment["amount_cents"] == 45_00 + 15_00 + 45_00 + 120_00
    assert await PaymentLine.count() == 2

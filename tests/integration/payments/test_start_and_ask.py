"""Starting to pay, asking the provider, paying back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.actions.boots.mark_lost import mark_lost
from app.actions.payments.ask_provider import ask_provider
from app.actions.refunds.pay_back import pay_back
from app.gateways.payments.provider import NoticeKind
from app.rules.errors import Conflict, Invalid, ProviderDown
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.conftest import RecordingBells
from tests.factories import a_staff
from tests.integration.payments.conftest import Kerb, booted


async def test_a_second_click_in_the_same_browser_reuses_its_checkout(kerb: Kerb) -> None:
    started = await asyncio.gather(*(kerb.start() for _ in range(5)))

    assert len({one.url for one in started}) == 1
    assert await Payment.count() == 1


async def test_another_email_opens_another_checkout(kerb: Kerb) -> None:
    first = await kerb.start("one@example.com")
    second = await kerb.start("two@example.com")

    assert first.reference != second.reference


async def test_a_provider_that_is_down_charges_nothing_and_the_next_try_goes_on(
    kerb: Kerb,
) -> None:
    kerb.provider.down = True
    with pytest.raises(ProviderDown):
        await kerb.start()
    kerb.provider.down = False
    started = await kerb.start()

    assert started.url is not None
    assert await Payment.count() == 1


async def test_a_bad_email_starts_nothing(kerb: Kerb) -> None:
    with pytest.raises(Invalid):
        await kerb.start("not an address")
    assert await Payment.count() == 0


async def test_a_released_boot_cannot_be_paid_again(kerb: Kerb) -> None:
    await kerb.pay()
    with pytest.raises(Conflict):
        await kerb.start("late@example.com", "another phone")


async def test_a_ticket_without_anything_to_pay_releases_without_a_card_page(
    bells: RecordingBells,
) -> None:
    kerb = await booted(bells, fine_cents=0, deposit_cents=0)
    started = await kerb.start()

    assert started.url is None
    assert await Boot.select(Boot.status).first() == {"status": "released"}
    assert await Mail.count().where(Mail.kind == "release") == 1


async def test_ten_notices_of_wrong_money_are_refused_once(kerb: Kerb) -> None:
    started = await kerb.start()
    for n in range(3):
        await kerb.settle(
            kerb.provider.notice(f"chk_{started.reference}", event_id=f"evt_{n}", currency="USD")
        )
    assert await Refund.count() == 1


async def test_asking_finds_a_payment_whose_every_notice_was_lost(kerb: Kerb) -> None:
    started = await kerb.start()
    payment = await Payment.select(Payment.id).first()
    assert not await ask_provider(payment["id"], kerb.provider, kerb.bells)
    kerb.provider.kinds[f"chk_{started.reference}"] = NoticeKind.PAID

    assert await ask_provider(payment["id"], kerb.provider, kerb.bells)
    assert await Boot.select(Boot.status).first() == {"status": "released"}
    assert await Outbox.count().where(Outbox.kind == "ask_provider") == 1


async def test_a_checkout_that_was_never_opened_ends_by_itself(kerb: Kerb) -> None:
    kerb.provider.down = True
    with pytest.raises(ProviderDown):
        await kerb.start()
    payment = await Payment.select(Payment.id).first()
    assert not await ask_provider(payment["id"], kerb.provider, kerb.bells)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31), tick=False):
        assert await ask_provider(payment["id"], kerb.provider, kerb.bells)
    assert await Payment.select(Payment.status).first() == {"status": "expired"}


async def test_a_refund_is_sent_once_and_entered_once(kerb: Kerb) -> None:
    started = [await kerb.start(f"{who}@example.com", who) for who in ("one", "two")]
    for one in started:
        await kerb.settle(kerb.provider.notice(f"chk_{one.reference}"))
    refund = await Refund.select(Refund.id).first()
    for _ in range(3):
        await pay_back(refund["id"], kerb.provider, kerb.bells)

    row = await Refund.select().first()
    assert row["status"] == "done"
    assert list(kerb.provider.refunds.values()) == [165_00]
    assert await LedgerEntry.count().where(LedgerEntry.debit == "owed_back") == 1


async def test_a_deposit_paid_after_the_boot_was_lost_is_due_at_once(kerb: Kerb) -> None:
    started = await kerb.start()
    office = await a_staff(Role.office)
    await mark_lost(office, kerb.bells, kerb.assignment_id, reason="Gone with the car")
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))

    assert await Payment.select(Payment.deposit_status).first() == {"deposit_status": "due"}

"""A promise releases nothing; money in hand does, once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.actions.payments.remind_promise import remind_promise
from app.actions.payments.withdraw_promise import withdraw_promise
from app.rules.errors import Conflict, Invalid
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, switch
from tests.integration.counter.arrange import TOTAL_CENTS, promise, status_of, take
from tests.integration.payments.conftest import DRIVER, Kerb, booted


async def boot_status(kerb: Kerb) -> str:
    row = await Boot.select(Boot.status).where(Boot.id == kerb.boot_id).first()
    return str(row["status"] if row else "")


async def payment_status(payment_id: int) -> str:
    row = await Payment.select(Payment.status).where(Payment.id == payment_id).first()
    return str(row["status"] if row else "")


async def test_a_promise_releases_nothing_until_the_counter_has_the_money(kerb: Kerb) -> None:
    promised = await promise(kerb)
    assert await status_of(kerb.violation_id) == "promised"
    assert await boot_status(kerb) == "issued"

    taken = await take(kerb, await a_staff(Role.office))

    assert await status_of(kerb.violation_id) == "paid"
    assert await boot_status(kerb) == "released"
    assert await payment_status(promised) == "cancelled"
    row = await Payment.select().where(Payment.id == taken).first()
    assert row is not None
    assert (row["status"], row["captured_cents"], row["method"]) == ("settled", 165_00, "cash")
    # Whoever promised may have typed anybody's email: the code goes there, not to that browser.
    assert row["payer_hash"] == ""
    kinds = [one["kind"] for one in await Mail.select(Mail.kind).order_by(Mail.id)]
    assert sorted(kinds) == ["promise", "receipt", "release"]


async def test_a_second_promise_in_the_same_browser_is_the_first(kerb: Kerb) -> None:
    first, second = await promise(kerb), await promise(kerb)

    assert first == second
    assert await Mail.count().where(Mail.kind == "promise") == 1


async def test_another_email_replaces_that_of_the_promise(kerb: Kerb) -> None:
    first = await promise(kerb)
    assert await promise(kerb, email="dan@example.com") == first

    recipients = await Mail.select(Mail.recipient).order_by(Mail.id)
    assert [one["recipient"] for one in recipients] == ["dana@example.com", "dan@example.com"]


async def test_a_promise_needs_the_setting(kerb: Kerb) -> None:
    await switch(cash_offered="false")
    with pytest.raises(Conflict):
        await promise(kerb)
    assert await Payment.count() == 0


async def test_paying_by_card_cancels_the_promise(kerb: Kerb) -> None:
    promised = await promise(kerb)
    await kerb.pay()

    assert await payment_status(promised) == "cancelled"
    assert await boot_status(kerb) == "released"


async def test_a_ticket_stays_promised_while_another_promise_stands_on_it(kerb: Kerb) -> None:
    await promise(kerb, payer="phone")
    await promise(kerb, payer="tablet")
    await withdraw_promise(DRIVER, kerb.bells, kerb.token, "phone")
    assert await status_of(kerb.violation_id) == "promised"
    await withdraw_promise(DRIVER, kerb.bells, kerb.token, "a stranger")
    assert await status_of(kerb.violation_id) == "promised"
    await withdraw_promise(DRIVER, kerb.bells, kerb.token, "tablet")
    assert await status_of(kerb.violation_id) == "unpaid"


async def test_a_standing_promise_is_reminded_of_once(kerb: Kerb) -> None:
    promised = await promise(kerb)
    row = await Outbox.select().where(Outbox.kind == "remind_promise").first()
    assert row is not None
    assert row["due_at"] - row["created_at"] == timedelta(days=3)
    await remind_promise(promised, kerb.bells)
    await remind_promise(promised, kerb.bells)
    assert await Mail.count().where(Mail.kind == "promise_reminder") == 1


async def test_a_promise_that_was_kept_is_not_reminded_of(kerb: Kerb) -> None:
    promised = await promise(kerb)
    await kerb.pay()
    await remind_promise(promised, kerb.bells)
    assert await Mail.count().where(Mail.kind == "promise_reminder") == 0


async def test_two_clerks_at_once_take_the_money_once(kerb: Kerb) -> None:
    clerks = [await a_staff(Role.office), await a_staff(Role.office)]
    done = await asyncio.gather(*(take(kerb, one) for one in clerks), return_exceptions=True)

    assert sorted(isinstance(one, Conflict) for one in done) == [False, True]
    assert await Payment.count() == 1
    assert sum(one["amount_cents"] for one in await LedgerEntry.select()) == TOTAL_CENTS


async def test_a_double_click_gives_one_payment(kerb: Kerb) -> None:
    clerk = await a_staff(Role.office)
    done = await asyncio.gather(*(take(kerb, clerk, key="a" * 32) for _ in range(3)))

    assert len(set(done)) == 1
    assert await Payment.count() == 1


async def test_an_amount_that_grew_since_the_page_was_drawn_is_shown_before_it_is_taken(
    bells: RecordingBells,
) -> None:
    start = datetime(2026, 5, 4, 15, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        await switch(universal_boot_enabled="true")
        written = await a_violation(late_cents=20_00)
        kerb = await booted(bells)
        clerk = await a_staff(Role.office)
    more = frozenset({written.violation_id})
    with time_machine.travel(start + timedelta(days=60), tick=False):
        with pytest.raises(Conflict):
            await take(kerb, clerk, cents=TOTAL_CENTS + 45_00, more=more)
        assert await Payment.count() == 0
        await take(kerb, clerk, cents=TOTAL_CENTS + 65_00, more=more)
    assert await status_of(written.violation_id) == "paid"


async def test_the_required_tickets_are_taken_even_if_only_others_were_ticked(kerb: Kerb) -> None:
    other = await a_violation()
    clerk = await a_staff(Role.office)
    more = frozenset({other.violation_id})
    with pytest.raises(Conflict):
        await take(kerb, clerk, cents=45_00, more=more, ticked=False)
    await take(kerb, clerk, cents=TOTAL_CENTS + 45_00, more=more, ticked=False)
    assert await boot_status(kerb) == "released"


async def test_without_an_email_the_code_waits_for_the_audited_reveal(kerb: Kerb) -> None:
    await take(kerb, await a_staff(Role.office), email="")

    assert await Mail.count() == 0
    row = await BootAssignment.select().first()
    assert row is not None
    assert (row["release_email"], row["code_reached_at"]) == ("", None)
    assert row["release_basis"] == "paid"


@pytest.mark.parametrize("way", [PaymentWay.cheque, PaymentWay.terminal])
async def test_a_cheque_and_a_terminal_payment_need_their_number(
    kerb: Kerb, way: PaymentWay
) -> None:
    clerk = await a_staff(Role.office)
    with pytest.raises(Invalid) as refusal:
        await take(kerb, clerk, way=way)
    assert set(refusal.value.fields) == {"tender_ref"}
    taken = await take(kerb, clerk, way=way, number="0042")
    accounts = {one["debit"] for one in await LedgerEntry.select(LedgerEntry.debit)}
    assert accounts == {"cheques" if way is PaymentWay.cheque else "terminal"}
    assert await payment_status(taken) == "settled"


async def test_an_open_card_page_is_closed_and_its_late_money_goes_back(kerb: Kerb) -> None:
    started = await kerb.start()
    await take(kerb, await a_staff(Role.office))
    assert await Outbox.count().where(Outbox.kind == "expire_checkout") == 1

    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))

    assert await Outbox.count().where(Outbox.kind == "pay_back") == 1

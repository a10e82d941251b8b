"""Everything that may happen leaves books that balance."""

import pytest

from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.mark_lost import mark_lost
from app.actions.refunds.pay_back import pay_back
from app.actions.steps.assignments.bring_back import Return
from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.actions.violations.void_violation import void_violation
from app.demo.town import fill_town
from app.gateways.payments.provider import NoticeKind
from app.gateways.vault import Vault
from app.reads.assignments.conditions import ReturnCondition
from app.reads.books.check import check
from app.rules.people.access import Role
from app.settings import load_settings
from app.tables.effects.outbox import Outbox
from app.tables.money.refund import Refund
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation
from tests.integration.payments.conftest import Kerb


async def send_refunds(kerb: Kerb) -> None:
    """The worker's part."""
    for row in await Refund.select(Refund.id).order_by(Refund.id):
        await pay_back(row["id"], kerb.provider, kerb.bells)


async def test_the_demonstration_town_begins_with_books_that_balance(bells: RecordingBells) -> None:
    await fill_town(bells, Vault(load_settings().seal_keys))
    assert await check() == ()


async def test_a_paid_and_returned_boot_leaves_books_that_balance(kerb: Kerb) -> None:
    assert await check() == ()
    await kerb.start()
    assert await check() == ()
    await kerb.pay()
    assert await check() == ()
    officer = await a_staff()
    await mark_returned(officer, kerb.bells, kerb.assignment_id, Return(ReturnCondition.good))
    assert await check() == ()
    office = await a_staff(Role.office)
    await make_available(office, kerb.bells, kerb.assignment_id)
    assert await check() == ()


async def test_a_second_payer_leaves_books_that_balance(kerb: Kerb) -> None:
    late = await kerb.start("late@example.com", "late phone")
    await kerb.pay()
    await kerb.settle(kerb.provider.notice(f"chk_{late.reference}"))
    assert await check() == ()
    await send_refunds(kerb)
    assert await Refund.count() == 1
    assert await check() == ()


@pytest.mark.parametrize("captured_cents", [1, 100_00, 164_99, 165_01, 500_00])
async def test_short_and_excess_payments_leave_books_that_balance(
    kerb: Kerb, captured_cents: int
) -> None:
    started = await kerb.start("odd@example.com", "odd phone")
    notice = kerb.provider.notice(f"chk_{started.reference}", captured_cents=captured_cents)
    await kerb.settle(notice)
    assert await check() == ()
    if captured_cents < 165_00:
        await kerb.pay()
        assert await check() == ()
    await send_refunds(kerb)
    assert await Refund.count() == 1
    assert await check() == ()


@pytest.mark.parametrize(("currency", "live"), [("USD", False), ("CAD", True)])
async def test_wrong_money_and_then_the_right_leaves_books_that_balance(
    kerb: Kerb, currency: str, *, live: bool
) -> None:
    started = await kerb.start()
    ref = f"chk_{started.reference}"
    await kerb.settle(kerb.provider.notice(ref, currency=currency, live=live, event_id="wrong"))
    assert await check() == ()
    await kerb.settle(kerb.provider.notice(ref, event_id="right"))
    assert await check() == ()
    await send_refunds(kerb)
    assert await check() == ()


@pytest.mark.parametrize("first", ["paid", "cancelled"])
async def test_a_boot_never_applied_leaves_books_that_balance(kerb: Kerb, first: str) -> None:
    office = await a_staff(Role.office)
    started = await kerb.start()
    if first == "paid":
        settled = kerb.provider.notice(f"chk_{started.reference}", captured_cents=100_00)
        await kerb.settle(settled)
    await cancel_never_applied(office, kerb.bells, kerb.assignment_id)
    assert await check() == ()
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))
    assert await check() == ()
    await send_refunds(kerb)
    assert await check() == ()


async def test_a_lost_boot_and_a_void_ticket_leave_books_that_balance(kerb: Kerb) -> None:
    office = await a_staff(Role.office)
    ticket = await a_violation()
    await void_violation(office, kerb.bells, ticket.violation_id, "A mistake")
    started = await kerb.start()
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", NoticeKind.DECLINED))
    await kerb.pay()
    await mark_lost(office, kerb.bells, kerb.assignment_id, reason="Gone")
    assert await check() == ()


async def test_a_refund_that_was_sent_needs_its_promise_no_more(kerb: Kerb) -> None:
    started = await kerb.start()
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", captured_cents=170_00))
    await Outbox.update({Outbox.failed_at: Outbox.created_at}).where(Outbox.kind == "pay_back")
    assert [one.name for one in await check()] == ["refund_promised"]
    await send_refunds(kerb)
    assert await check() == ()

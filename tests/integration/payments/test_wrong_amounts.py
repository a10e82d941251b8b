"""Too little, too much, and money of the wrong kind."""

import pytest

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.payments.settle_payment import Outcome
from app.actions.refunds.pay_back import pay_back
from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.gateways.payments.provider import NoticeKind
from app.reads.books.check import check
from app.rules.boots.release import ReleaseBasis
from app.rules.errors import NeverWill
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import a_staff
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb


async def pays_short(kerb: Kerb) -> str:
    """$100.00 of $165.00 arrive; returns our reference."""
    started = await kerb.start("short@example.com", "short phone")
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}", captured_cents=100_00))
    return started.reference


async def refunds() -> list[tuple[str, int, str, str]]:
    rows = await Refund.select().order_by(Refund.id)
    return [(r["reason"], r["amount_cents"], r["currency"], r["capture_ref"]) for r in rows]


async def balance(account: str, currency: str = "CAD") -> int:
    """What an account holds: what went into it less what came out, in cents."""
    rows = await LedgerEntry.select().where(LedgerEntry.currency == currency)
    into: int = sum(row["amount_cents"] for row in rows if row["credit"] == account)
    out: int = sum(row["amount_cents"] for row in rows if row["debit"] == account)
    return into - out


async def test_a_short_payment_goes_back_once_the_whole_has_been_paid(kerb: Kerb) -> None:
    short = await pays_short(kerb)
    assert await Refund.count() == 0
    assert await balance("credited") == 100_00
    await kerb.pay()

    assert await Boot.select(Boot.status).first() == {"status": "released"}
    assert await refunds() == [("short", 100_00, "CAD", f"cap_chk_{short}")]
    assert await balance("credited") == 0
    assert await balance("owed_back") == 100_00
    row = await Payment.select().where(Payment.reference == short).first()
    assert (row["credited_cents"], row["flag"]) == (0, "short_back")


async def test_a_short_payment_for_a_ticket_already_paid_goes_back_at_once(kerb: Kerb) -> None:
    late = await kerb.start("late@example.com", "late phone")
    await kerb.pay()
    await kerb.settle(kerb.provider.notice(f"chk_{late.reference}", captured_cents=100_00))
    assert await refunds() == [("short", 100_00, "CAD", f"cap_chk_{late.reference}")]


async def test_a_short_payment_goes_back_when_the_debt_is_waived(kerb: Kerb) -> None:
    await pays_short(kerb)
    office = await a_staff(Role.office)
    permit = Permit(basis=ReleaseBasis.wrong_vehicle, reason="Another car", debt=None)
    await authorise_release(office, kerb.bells, kerb.assignment_id, permit)
    assert [one[:2] for one in await refunds()] == [("short", 100_00)]


async def test_the_page_says_what_is_missing_and_asks_for_the_whole(
    client: Browser, paying: Kerb
) -> None:
    answer = await client.post_form(f"/b/{paying.token}/pay", {"email": "d@example.com"})
    reference = answer.headers["location"].rpartition("/")[2]
    await paying.settle(paying.provider.notice(f"chk_{reference}", captured_cents=100_00))
    page = (await client.get(f"/b/{paying.token}")).text
    assert "$65.00 is missing" in page
    assert "the $100.00 then goes back to your card" in page
    assert "Pay $165.00 by card" in page


async def test_what_was_paid_too_much_is_said_to_go_back(client: Browser, paying: Kerb) -> None:
    answer = await client.post_form(f"/b/{paying.token}/pay", {"email": "d@example.com"})
    reference = answer.headers["location"].rpartition("/")[2]
    await paying.settle(paying.provider.notice(f"chk_{reference}", captured_cents=170_00))
    page = (await client.get(f"/b/{paying.token}")).text
    assert "$5.00 goes back to your card" in page
    assert "Somebody else had paid" not in page
    assert "47-11" in page


async def test_wrong_money_is_entered_in_its_own_currency_and_mixes_with_nothing(
    kerb: Kerb,
) -> None:
    started = await kerb.start()
    ref = f"chk_{started.reference}"
    for event in ("evt_1", "evt_2"):
        await kerb.settle(kerb.provider.notice(ref, event_id=event, currency="USD"))
    assert await balance("owed_back", "USD") == 165_00
    wrong = await Refund.select().first()
    await Refund.update({Refund.capture_ref: "cap_usd"}).where(Refund.id == wrong["id"])
    outcome = await kerb.settle(kerb.provider.notice(ref, event_id="evt_3"))

    assert outcome is Outcome.SETTLED
    assert await balance("deposits") == 120_00
    await pay_back(wrong["id"], kerb.provider, kerb.bells)
    assert kerb.provider.refunded_captures == ["cap_usd"]
    assert await balance("owed_back", "USD") == 0
    assert await balance("owed_back", "CAD") == 0


async def test_wrong_money_after_the_right_one_goes_back_too(kerb: Kerb) -> None:
    reference = await kerb.pay()
    notice = kerb.provider.notice(f"chk_{reference}", event_id="evt_9", currency="USD")
    assert await kerb.settle(notice) is Outcome.REFUSED
    assert await Payment.select(Payment.status, Payment.flag).first() == {
        "status": "settled",
        "flag": "",
    }
    assert [one[2] for one in await refunds()] == ["USD"]


async def test_a_live_provider_takes_live_money_and_refuses_test_money(kerb: Kerb) -> None:
    kerb.provider.live = True
    started = await kerb.start()
    ref = f"chk_{started.reference}"
    test_money = kerb.provider.notice(ref, event_id="evt_1", live=False)
    assert await kerb.settle(test_money) is Outcome.REFUSED
    assert await Refund.count() == 0  # no money moved
    live_money = kerb.provider.notice(ref, event_id="evt_2", live=True)
    assert await kerb.settle(live_money) is Outcome.SETTLED


async def test_a_deposit_quoted_for_a_boot_never_applied_goes_back(kerb: Kerb) -> None:
    started = await kerb.start()
    office = await a_staff(Role.office)
    await cancel_never_applied(office, kerb.bells, kerb.assignment_id)
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))

    assert [one[:2] for one in await refunds()] == [("deposit_not_due", 120_00)]
    payment = await Payment.select().first()
    assert (payment["credited_cents"], payment["deposit_status"]) == (45_00, "none")


async def test_a_refund_without_a_capture_fails_for_staff_to_see(kerb: Kerb) -> None:
    await pays_short(kerb)
    await kerb.pay()
    await Refund.update({Refund.capture_ref: ""}, force=True)
    refund = await Refund.select(Refund.id).first()
    with pytest.raises(NeverWill):
        await pay_back(refund["id"], kerb.provider, kerb.bells)
    row = await Refund.select().first()
    assert (row["status"], row["last_error"]) == ("failed", "no_capture")
    assert kerb.provider.refunds == {}


@pytest.mark.parametrize("by_capture", [False, True])
async def test_wrong_money_that_could_not_go_back_waits_for_the_office(
    kerb: Kerb, *, by_capture: bool
) -> None:
    started = await kerb.start()
    ref = f"chk_{started.reference}"
    await kerb.settle(kerb.provider.notice(ref, currency="USD", captured_cents=300))
    refund = await Refund.select(Refund.id).first()
    await pay_back(refund["id"], kerb.provider, kerb.bells)
    failed = kerb.provider.notice(
        ref,
        NoticeKind.REFUND_FAILED,
        currency="USD",
        part_ref="re_1",
        part_key=f"refund-{refund['id']}",
        part_cents=300,
        by_capture=by_capture,
    )
    assert await kerb.settle(failed) is Outcome.NOTED
    assert await Refund.select(Refund.status).first() == {"status": "failed"}
    assert await check() == ()


async def test_wrong_money_given_back_at_the_provider_itself_touches_nothing(kerb: Kerb) -> None:
    ref = f"chk_{await kerb.pay()}"
    wrong = kerb.provider.notice(ref, event_id="wrong", currency="USD", captured_cents=300)
    await kerb.settle(wrong)
    outside = kerb.provider.notice(
        ref, NoticeKind.REFUNDED, currency="USD", part_ref="re_9", part_cents=300
    )
    assert await kerb.settle(outside) is Outcome.REFUSED
    assert await Refund.count() == 1
    assert await check() == ()

"""Part of a payment was refunded at the provider: of its deposit only what is left can go back."""

from app.actions.assignments.mark_returned import mark_returned
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.steps.assignments.bring_back import Return
from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.gateways.payments.provider import NoticeKind
from app.reads.assignments.conditions import ReturnCondition
from app.reads.books.check import check
from app.reads.refunds.proposal import Damage, DepositProposal, deposit_proposal
from app.reads.settings.system_settings import system_settings
from app.rules.money.deposits import DeductionKind
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.money.deposit_deduction import DepositDeduction
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import a_staff, sign_in
from tests.integration.assignments.booted import deposit_of
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, kerb
from tests.integration.payments.test_taken_back import told
from tests.integration.refunds.test_deposits import balances, decide
from tests.integration.refunds.test_refund_pages import hidden

__all__ = ["kerb"]

FINE, DEPOSIT = 45_00, 120_00
PART = 100_00
GONE = PART - FINE
LEFT = DEPOSIT - GONE


async def refunded_in_part(kerb: Kerb) -> tuple[str, int]:
    """Paid, $100 of it refunded at the provider, the boot back; the checkout and the payment."""
    ref = f"chk_{await kerb.pay()}"
    await told(kerb, ref, NoticeKind.REFUNDED, PART, part="re_1")
    good = Return(ReturnCondition.good)
    await mark_returned(await a_staff(Role.officer), kerb.bells, kerb.assignment_id, good)
    row = await Payment.select(Payment.id).where(Payment.provider_ref == ref).first()
    return ref, int(row["id"])


async def proposed(payment_id: int) -> DepositProposal:
    return await deposit_proposal(payment_id, await system_settings(), Damage())


async def test_process_refund_proposes_what_is_left_and_carries_it_out(kerb: Kerb) -> None:
    _, payment_id = await refunded_in_part(kerb)
    shown = await proposed(payment_id)
    assert (shown.paid_cents, shown.refund_cents) == (DEPOSIT, LEFT)
    assert (shown.lines[0].kind, shown.lines[0].amount_cents) == (DeductionKind.gone_before, GONE)
    await decide(payment_id)
    assert await Refund.select(Refund.amount_cents).where(Refund.reason == "deposit") == [
        {"amount_cents": LEFT}
    ]
    noted = await DepositDeduction.select(DepositDeduction.amount_cents).where(
        DepositDeduction.kind == "gone_before"
    )
    assert noted == [{"amount_cents": GONE}]
    books = await balances()
    assert (books["owed_back"], books.get("deposits", 0), books.get("forfeited", 0)) == (LEFT, 0, 0)
    assert await check() == ()


async def test_the_page_says_why_less_goes_back(kerb: Kerb, client: Browser) -> None:
    _, payment_id = await refunded_in_part(kerb)
    await sign_in(client, Role.office)
    address = f"/payments/{payment_id}/refund"
    text = (await client.get(address)).text
    assert "Went back before" in text
    assert "only the rest can go back now" in text
    assert "Process refund of $65.00" in text
    crushed = (await client.get(f"{address}?damage=120&what=crushed")).text
    assert "Keep the whole deposit of $65.00" in crushed
    assert (await client.post_form(address, hidden(text))).status_code == 303
    assert await deposit_of(payment_id) == "refunded"


async def test_damage_is_taken_from_what_is_left(kerb: Kerb) -> None:
    _, payment_id = await refunded_in_part(kerb)
    damage = Damage(20_00, "bent arm")
    await process_refund(
        await a_staff(Role.office), kerb.bells, payment_id, Decision(damage, LEFT - 20_00)
    )
    assert (await balances())["forfeited"] == 20_00
    assert await check() == ()


async def test_a_second_refund_there_of_all_that_was_left_ends_the_deposit(kerb: Kerb) -> None:
    ref, payment_id = await refunded_in_part(kerb)
    await told(kerb, ref, NoticeKind.REFUNDED, LEFT, part="re_2")
    assert await deposit_of(payment_id) == "refunded"
    assert await balances() == {}
    await told(kerb, ref, NoticeKind.REFUND_FAILED, PART, part="re_1")
    assert await deposit_of(payment_id) == "due"
    assert (await proposed(payment_id)).refund_cents == GONE
    assert await check() == ()


async def test_a_boot_never_applied_gives_back_what_is_left_of_its_deposit(kerb: Kerb) -> None:
    ref = f"chk_{await kerb.pay()}"
    # Its code was never handed out: it counts as not released yet.
    await Boot.update({Boot.status: "issued"}).where(Boot.id == kerb.boot_id)
    await told(kerb, ref, NoticeKind.REFUNDED, PART, part="re_1")
    await cancel_never_applied(await a_staff(Role.office), kerb.bells, kerb.assignment_id)
    ours = await Refund.select(Refund.amount_cents).where(Refund.reason.like("never_applied:%"))
    assert ours == [{"amount_cents": LEFT}]
    assert await check() == ()

"""An administrator sends back more than the deposit, never more than was kept of the payment."""

import asyncio

import pytest

from app.actions.payments.change_email import change_email
from app.actions.refunds.give_goodwill import Goodwill, give_goodwill
from app.actions.refunds.pay_back import pay_back
from app.actions.violations.decide_review import Ruling, decide_review
from app.actions.violations.put_under_review import put_under_review
from app.gateways.mail.letters import GoodwillLetter, ReceiptLetter, RefundLetter
from app.gateways.payments.provider import NoticeKind
from app.reads.books.check import check
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Role
from app.rules.violations.reviews import ReviewDecision
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import Silent, a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.counter.arrange import take
from tests.integration.outbox.test_send_mail import PretendPostman, deliver
from tests.integration.payments.conftest import DRIVER, Kerb, kerb
from tests.integration.payments.test_after_the_case import bring_back
from tests.integration.refunds.test_deposits import balances, decide

__all__ = ["kerb"]


async def give(cents: int, reason: str = "Wrong sign", seen: int = 0) -> int:
    admin = await a_staff(Role.admin)
    row = await Payment.select(Payment.id).first()
    return await give_goodwill(admin, Silent(), row["id"], Goodwill(cents, reason, seen))


async def test_a_part_of_the_fine_goes_back_by_card_and_the_payer_is_told(kerb: Kerb) -> None:
    await kerb.pay()
    refund_id = await give(20_00)
    assert await check() == ()
    await pay_back(refund_id, kerb.provider, kerb.bells)
    assert kerb.provider.refunds == {f"refund-{refund_id}": 20_00}
    assert await check() == ()
    books = await balances()
    assert (books["fines"], books["deposits"]) == (25_00, 120_00)
    postman = PretendPostman()
    await deliver(kerb, postman)
    [letter] = [one for one, _, _ in postman.sent if isinstance(one, GoodwillLetter)]
    assert (letter.amount_cents, letter.by_card) == (20_00, True)
    refund = await Refund.select(Refund.reason, Refund.note).first()
    assert refund == {"reason": "goodwill:1", "note": "Wrong sign"}


async def test_a_deposit_still_held_is_left_for_its_own_decision(kerb: Kerb) -> None:
    await kerb.pay()
    with pytest.raises(Invalid) as refusal:
        await give(45_01)
    assert "amount" in refusal.value.fields
    await give(45_00)
    await bring_back(kerb)
    row = await Payment.select(Payment.id).first()
    await decide(row["id"])
    assert await Payment.select(Payment.refunded_cents).first() == {"refunded_cents": 165_00}
    with pytest.raises(Invalid):
        await give(1, seen=165_00)
    assert await check() == ()


async def test_a_second_click_refunds_nothing_more_but_a_second_decision_may(kerb: Kerb) -> None:
    await kerb.pay()
    done = await asyncio.gather(give(20_00), give(20_00), return_exceptions=True)
    assert [type(one) for one in done if isinstance(one, BaseException)] == [Conflict]
    await give(5_00, seen=20_00)
    rows = await Refund.select(Refund.reason, Refund.amount_cents).order_by(Refund.id)
    assert [(row["reason"], row["amount_cents"]) for row in rows] == [
        ("goodwill:1", 20_00),
        ("goodwill:2", 5_00),
    ]
    assert await check() == ()


async def test_a_ticket_dismissed_afterwards_gives_back_only_what_is_left(kerb: Kerb) -> None:
    await kerb.pay()
    await give(20_00)
    admin = await a_staff(Role.admin)
    await put_under_review(admin, kerb.bells, kerb.violation_id, "Appeal")
    ruling = Ruling(ReviewDecision.dismissed, "Sign was wrong")
    await decide_review(admin, kerb.bells, kerb.violation_id, ruling)
    rows = await Refund.select(Refund.amount_cents).order_by(Refund.id)
    assert [row["amount_cents"] for row in rows] == [20_00, 25_00]
    assert (await balances())["deposits"] == 120_00
    assert await check() == ()


async def test_nothing_goes_back_of_what_the_bank_has_taken(kerb: Kerb) -> None:
    reference = await kerb.pay()
    await kerb.settle(
        kerb.provider.notice(
            f"chk_{reference}", NoticeKind.DISPUTED, part_ref="dp_1", part_cents=165_00
        )
    )
    with pytest.raises(Invalid):
        await give(1)
    assert await check() == ()


async def test_an_amount_and_a_reason_are_needed(kerb: Kerb) -> None:
    await kerb.pay()
    for cents, reason in ((0, "why"), (-5, "why"), (5_00, "  ")):
        with pytest.raises(Invalid):
            await give(cents, reason)
    assert await Refund.count() == 0


async def test_what_was_paid_in_cash_waits_to_be_paid_out(kerb: Kerb) -> None:
    await take(kerb, await a_staff(Role.office))
    await give(20_00)
    row = await Refund.select(Refund.way, Refund.status).first()
    assert row == {"way": "cash", "status": "wanted"}
    assert await check() == ()


async def test_the_administrator_does_it_on_a_page_and_the_office_cannot(
    client: Browser, kerb: Kerb
) -> None:
    await kerb.pay()
    row = await Payment.select(Payment.id).first()
    page = f"/payments/{row['id']}"
    form = {"amount": "20", "reason": "Wrong sign", "seen": "0"}
    await sign_in(client, Role.office)
    assert (await client.get(f"{page}/goodwill")).status_code == 403
    assert "goodwill" not in (await client.get(page)).text
    await sign_in(client, Role.admin)
    assert f'href="{page}/goodwill"' in (await client.get(page)).text
    assert "$45.00" in (await client.get(f"{page}/goodwill")).text
    for wrong in ({"amount": ""}, {"amount": "45.01"}, {"reason": ""}):
        answer = await client.post_form(f"{page}/goodwill", {**form, **wrong})
        assert answer.status_code == 422
    assert (await client.post_form(f"{page}/goodwill", form)).status_code == 303
    assert (await client.post_form(f"{page}/goodwill", form)).status_code == 409
    shown = (await client.get(page)).text
    assert "Goodwill refund" in shown
    assert "$20.00" in shown


async def test_two_letters_that_wait_each_name_their_own_amount(kerb: Kerb) -> None:
    await kerb.pay()
    await give(20_00)
    await give(5_00, seen=20_00)
    assert await told_amounts(kerb) == [20_00, 5_00]


async def test_both_are_written_anew_when_the_address_changes(kerb: Kerb) -> None:
    await kerb.pay()
    await give(20_00)
    await give(5_00, seen=20_00)
    row = await Payment.select(Payment.id).first()
    for email in ("new@example.org", "newer@example.org"):
        await change_email(DRIVER, kerb.bells, row["id"], email, payer=None)
    assert await told_amounts(kerb) == [20_00, 5_00]
    assert await check() == ()


async def test_whoever_gives_an_address_afterwards_is_told_what_went_back(kerb: Kerb) -> None:
    await take(kerb, await a_staff(Role.office), email="")
    await bring_back(kerb)
    await give(20_00)
    row = await Payment.select(Payment.id).first()
    await decide(row["id"])
    await change_email(DRIVER, kerb.bells, row["id"], "new@example.org", payer=None)
    assert await check() == ()
    postman = PretendPostman()
    await deliver(kerb, postman)
    kinds = [type(letter) for letter, _, _ in postman.sent]
    assert kinds == [ReceiptLetter, RefundLetter, GoodwillLetter]


async def told_amounts(kerb: Kerb) -> list[int]:
    """What the goodwill letters say, in the order they are sent."""
    postman = PretendPostman()
    await deliver(kerb, postman)
    return [one.amount_cents for one, _, _ in postman.sent if isinstance(one, GoodwillLetter)]

"""A payer's address is changed: the new one gets everything, the old one nothing but a word."""

import asyncio
import contextlib
import json

import pytest

from app.actions.outbox.send_mail import send_mail
from app.actions.payments.change_email import change_email
from app.actions.payments.resend_code import resend_code
from app.actions.refunds.process_refund import Decision, process_refund
from app.clock import now
from app.gateways.mail.letters import EmailChangedLetter, Letter, ReceiptLetter, ReleaseLetter
from app.reads.pay.payer.payers import Payer
from app.reads.refunds.proposal import Damage
from app.rules.errors import Conflict, Invalid, Missing, TooMany
from app.rules.people.access import Role
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.records.audit_event import AuditEvent
from tests.factories import a_boot, a_staff, a_violation
from tests.integration.outbox.test_send_mail import PretendPostman, deliver, desk
from tests.integration.payments.conftest import DRIVER, Kerb
from tests.integration.payments.test_after_the_case import bring_back

PHONE = Payer(browser_hash="phone")


async def payment_id() -> int:
    row = await Payment.select(Payment.id).order_by(Payment.id, ascending=False).first()
    return int(row["id"])


async def changes(kerb: Kerb, email: str, payer: Payer | None = PHONE) -> int:
    return await change_email(DRIVER, kerb.bells, await payment_id(), email, payer=payer)


def who_got(postman: PretendPostman) -> list[tuple[type[Letter], str]]:
    return [(type(letter), to) for letter, to, _ in postman.sent]


async def test_the_new_address_gets_code_and_receipt_and_the_old_one_a_word(kerb: Kerb) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    await changes(kerb, "new@example.org")
    postman = PretendPostman()
    await deliver(kerb, postman)
    assert sorted(who_got(postman), key=str) == sorted(
        [
            (ReleaseLetter, "new@example.org"),
            (ReceiptLetter, "new@example.org"),
            (EmailChangedLetter, "dana@example.com"),
        ],
        key=str,
    )
    word = next(one for one, _, _ in postman.sent if isinstance(one, EmailChangedLetter))
    assert word.masked_plate.endswith("43")
    assert "new@example.org" not in repr(word)
    case = await BootAssignment.select(BootAssignment.release_email).first()
    assert case == {"release_email": "new@example.org"}


async def test_a_code_still_to_be_sent_is_not_sent_anew_once_the_boot_is_back(kerb: Kerb) -> None:
    await kerb.pay()
    await bring_back(kerb)
    await changes(kerb, "new@example.org")
    postman = PretendPostman()
    await deliver(kerb, postman)
    assert ReleaseLetter not in [kind for kind, _ in who_got(postman)]
    assert (ReceiptLetter, "new@example.org") in who_got(postman)


async def test_every_address_that_was_left_is_told(kerb: Kerb) -> None:
    await kerb.pay()
    await changes(kerb, "new@example.org")
    await changes(kerb, "newer@example.org")
    postman = PretendPostman()
    await deliver(kerb, postman)
    told = [to for kind, to in who_got(postman) if kind is EmailChangedLetter]
    assert sorted(told) == ["dana@example.com", "new@example.org"]


async def test_what_still_waited_for_the_old_address_never_goes_there(kerb: Kerb) -> None:
    await kerb.pay()
    await changes(kerb, "new@example.org")
    postman = PretendPostman()
    await deliver(kerb, postman)
    assert {to for _, to in who_got(postman)} == {"new@example.org", "dana@example.com"}
    assert [kind for kind, to in who_got(postman) if to == "dana@example.com"] == [
        EmailChangedLetter
    ]
    stopped = await Mail.select(Mail.kind, Mail.answer).where(Mail.status == "failed")
    assert {row["kind"] for row in stopped} == {"release", "receipt"}
    assert {row["answer"] for row in stopped} == {"the address was changed"}


@pytest.mark.parametrize("kind", ["release", "receipt", "refund"])
async def test_a_mail_written_for_the_old_address_in_between_carries_no_code(
    kerb: Kerb, kind: str
) -> None:
    """Nor the new link, which opens the page with the code."""
    await kerb.pay()
    if kind == "refund":
        await bring_back(kerb)
        office = await a_staff(Role.office)
        whole = Decision(Damage(), 120_00)
        await process_refund(office, kerb.bells, await payment_id(), whole)
    await changes(kerb, "new@example.org")
    late = await Mail.select(Mail.id).where(Mail.kind == kind).order_by(Mail.id).first()
    await Mail.update({Mail.status: "queued"}).where(Mail.id == late["id"])
    postman = PretendPostman()
    with contextlib.suppress(Exception):
        await send_mail(late["id"], postman, desk(), kerb.bells, domain="example.com")
    assert postman.sent == []


async def test_the_change_is_in_the_history_without_either_address(kerb: Kerb) -> None:
    await kerb.pay()
    await changes(kerb, "new@example.org")
    row = (
        await AuditEvent.select(AuditEvent.origin, AuditEvent.before, AuditEvent.after)
        .where(AuditEvent.verb == "change_email")
        .first()
    )
    assert row["origin"] == DRIVER.origin
    assert json.loads(row["before"]) == {"email": "d••••@e….com"}
    assert json.loads(row["after"]) == {"email": "n••••@e….org"}


async def test_a_stranger_changes_nothing(kerb: Kerb) -> None:
    await kerb.pay()
    for stranger in (Payer(), Payer(browser_hash="other"), Payer(references=("bk_other",))):
        with pytest.raises(Missing):
            await changes(kerb, "thief@example.org", stranger)
    assert await Payment.exists().where(Payment.email == "dana@example.com")


async def test_the_link_mailed_before_proves_nothing_any_more(kerb: Kerb) -> None:
    reference = await kerb.pay()
    await changes(kerb, "new@example.org", Payer(references=(reference,)))
    with pytest.raises(Missing):
        await changes(kerb, "old@example.org", Payer(references=(reference,)))
    assert await changes(kerb, "two@example.org", Payer(references=(f"{reference}~1",))) == 2


async def test_a_payer_changes_it_three_times_a_day_and_staff_still_can(kerb: Kerb) -> None:
    await kerb.pay()
    for number in range(3):
        await changes(kerb, f"n{number}@example.org")
    with pytest.raises(TooMany):
        await changes(kerb, "n4@example.org")
    assert await Payment.exists().where(Payment.email == "n2@example.org")
    office = await a_staff(Role.office)
    await change_email(office, kerb.bells, await payment_id(), "o@example.org", payer=None)
    assert await Payment.exists().where(Payment.email == "o@example.org")


async def test_bad_and_unchanged_addresses_are_refused(kerb: Kerb) -> None:
    await kerb.pay()
    for typed in ("not an address", "dana@example.com"):
        with pytest.raises(Invalid) as refusal:
            await changes(kerb, typed)
        assert "email" in refusal.value.fields
    assert not await Mail.exists().where(Mail.kind == "email_changed")


async def test_a_payment_that_was_given_up_has_no_mails_to_send(kerb: Kerb) -> None:
    await kerb.start()
    await Payment.update({Payment.status: "cancelled"}, force=True)
    with pytest.raises(Conflict):
        await changes(kerb, "new@example.org")


async def test_the_code_of_a_boot_that_is_back_goes_nowhere(kerb: Kerb) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    await bring_back(kerb)
    await changes(kerb, "new@example.org")
    postman = PretendPostman()
    await deliver(kerb, postman)
    assert who_got(postman) == [
        (ReceiptLetter, "new@example.org"),
        (EmailChangedLetter, "dana@example.com"),
    ]


async def test_changed_before_the_money_came_everything_goes_to_the_new_address(
    kerb: Kerb,
) -> None:
    started = await kerb.start()
    await changes(kerb, "new@example.org")
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))
    assert {
        (row["kind"], row["recipient"]) for row in await Mail.select(Mail.kind, Mail.recipient)
    } == {
        ("release", "new@example.org"),
        ("receipt", "new@example.org"),
        ("email_changed", "dana@example.com"),
    }


@pytest.mark.parametrize("turn", range(4))
async def test_whatever_runs_beside_the_change_no_code_goes_to_the_old_address(
    kerb: Kerb, turn: int
) -> None:
    started = await kerb.start()
    notice = kerb.provider.notice(f"chk_{started.reference}")
    if turn % 2:  # the release itself has happened, and the code is asked for again
        await kerb.settle(notice)
    beside = resend_code(DRIVER, kerb.bells, kerb.token) if turn % 2 else kerb.settle(notice)
    both = [changes(kerb, "new@example.org"), beside]
    if turn > 1:
        both.reverse()
    done = await asyncio.gather(*both, return_exceptions=True)
    assert [one for one in done if isinstance(one, BaseException)] == []

    postman = PretendPostman()
    await deliver(kerb, postman)
    codes = {to for kind, to in who_got(postman) if kind is ReleaseLetter}
    assert codes == {"new@example.org"}
    assert (EmailChangedLetter, "dana@example.com") in who_got(postman)


async def test_two_changes_at_once_leave_one_address_with_the_code(kerb: Kerb) -> None:
    await kerb.pay()
    await asyncio.gather(changes(kerb, "one@example.org"), changes(kerb, "two@example.org"))
    postman = PretendPostman()
    await deliver(kerb, postman)
    stands = await Payment.select(Payment.email, Payment.link_version).first()
    assert stands["link_version"] == 2
    assert [to for kind, to in who_got(postman) if kind is ReleaseLetter] == [stands["email"]]


async def test_of_two_boots_that_one_payment_freed_both_codes_go_to_the_new_address(
    kerb: Kerb,
) -> None:
    await a_violation(boot_id=await a_boot())
    first, second = [row["id"] for row in await BootAssignment.select().order_by(BootAssignment.id)]
    await kerb.pay()
    # As the till takes money for two tickets at once.
    await BootAssignment.update(
        {
            BootAssignment.release_payment_id: await payment_id(),
            BootAssignment.released_at: now(),
            BootAssignment.return_due_at: now(),
            BootAssignment.release_email: "dana@example.com",
        }
    ).where(BootAssignment.id == second)
    await changes(kerb, "new@example.org")
    assert [row["release_email"] for row in await BootAssignment.select()] == [
        "new@example.org",
        "new@example.org",
    ]
    waiting = await Mail.select(Mail.boot_assignment, Mail.recipient).where(
        Mail.kind == "release", Mail.status == "queued"
    )
    assert sorted((row["boot_assignment"], row["recipient"]) for row in waiting) == [
        (first, "new@example.org"),
        (second, "new@example.org"),
    ]

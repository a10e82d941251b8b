"""Every invariant finds the difference that is planted for it."""

import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.refunds.give_goodwill import Goodwill, give_goodwill
from app.actions.refunds.pay_back import pay_back
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.steps.assignments.bring_back import Return
from app.db import database
from app.reads.assignments.conditions import ReturnCondition
from app.reads.books.check import check
from app.reads.books.invariants import INVARIANTS
from app.reads.refunds.proposal import Damage
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation
from tests.integration.counter.arrange import promise
from tests.integration.payments.conftest import Kerb, booted

# One fixed kerb: payment 1 was short and went back, payment 2 paid the ticket and its deposit of
# $120.00, payment 3 paid it again and waits for its refund.
SHORT, PAID, AGAIN = 1, 2, 3

ENTRY = """INSERT INTO ledger_entry
    (at, debit, credit, amount_cents, currency, payment, violation, cause)
    SELECT at, '{debit}', '{credit}', {cents}, currency, payment, violation, 'planted'
    FROM ledger_entry WHERE payment = {payment} ORDER BY id LIMIT 1"""
# What the database itself would refuse.
FREE = {
    "sqlite": {
        "ledger": "DROP TRIGGER ledger_entry_fixed",
        "kept": "DROP INDEX payment_line_kept",
        "boot": "DROP INDEX assignment_open_boot",
        "violation": "DROP INDEX assignment_open_violation",
        "refunded": "PRAGMA ignore_check_constraints = 1",
    },
    "postgres": {
        "ledger": "DROP TRIGGER ledger_entry_kept ON ledger_entry",
        "kept": "DROP INDEX payment_line_kept",
        "boot": "DROP INDEX assignment_open_boot",
        "violation": "DROP INDEX assignment_open_violation",
        "refunded": "ALTER TABLE payment DROP CONSTRAINT payment_check",
    },
}


def entry(debit: str, credit: str, cents: int, payment: int = PAID) -> str:
    return ENTRY.format(debit=debit, credit=credit, cents=cents, payment=payment)


DECISION = """INSERT INTO deposit_decision (payment, paid_cents, refund_cents, decided_at, note)
    SELECT id, 12000, 12000, settled_at, '' FROM payment WHERE id = 2"""

PAPER = """INSERT INTO paper_job (kind, wanted_by, status, document, problem, created_at)
    SELECT 'labels', id, '{status}', {document}, '', created_at FROM staff ORDER BY id LIMIT 1"""

# invariant -> what is planted (a key of FREE first where the database objects), what else differs
PLANTED: dict[str, tuple[list[str], set[str]]] = {
    "known_accounts": (
        [entry("petty_cash", "fines", 100).replace("payment, violation\n", "NULL, NULL\n")],
        set(),
    ),
    "one_currency": (["UPDATE receipt SET currency = 'USD'"], set()),
    "money_booked": (["UPDATE payment SET captured_cents = 16600 WHERE id = 2"], set()),
    "disputes_booked": ([entry("disputes", "card_money", 100)], set()),
    "owed_back": ([entry("owed_back", "forfeited", 100, AGAIN)], set()),
    "credited": (["UPDATE payment SET credited_cents = 1 WHERE id = 3"], set()),
    "credit_returned": (["UPDATE payment SET flag = 'short' WHERE id = 1"], set()),
    "fines_booked": (
        [
            "ledger",
            "UPDATE ledger_entry SET credit = 'credited' WHERE payment = 2 AND credit = 'fines'",
        ],
        set(),
    ),
    "discounts_booked": ([entry("discounts", "fines", 100)], set()),
    "line_adds_up": (["UPDATE payment_line SET discount_cents = -1 WHERE payment = 1"], set()),
    "quote_adds_up": (["UPDATE payment SET amount_cents = 16400 WHERE id = 2"], set()),
    "settled_once": (["UPDATE payment SET settled_at = NULL WHERE id = 2"], set()),
    "whole_or_credit": (
        ["UPDATE payment SET amount_cents = 16600 WHERE id = 2"],
        {"quote_adds_up"},
    ),
    "paid_once": (
        ["kept", "UPDATE payment_line SET kept = (1 = 1) WHERE payment = 3"],
        {"fines_booked", "receipt_agrees"},
    ),
    "paid_by_a_line": (["UPDATE violation SET status = 'unpaid'"], set()),
    "receipt_agrees": (["DELETE FROM receipt"], set()),
    "within_capture": (
        ["refunded", "UPDATE payment SET refunded_cents = 16501 WHERE id = 3"],
        {"refunds_reserved"},
    ),
    "refunds_reserved": (["UPDATE payment SET refunded_cents = 1 WHERE id = 2"], set()),
    "deposit_held": (["UPDATE payment SET deposit_status = 'refunded' WHERE id = 2"], set()),
    "deposit_covered": (
        ["UPDATE payment SET refunded_cents = 4501 WHERE id = 2"],
        {"refunds_reserved"},
    ),
    "deposit_once": (
        [
            entry("deposits", "forfeited", 12000),
            entry("deposits", "forfeited", 1).replace("'planted'", "'again'"),
        ],
        {"deposit_held"},
    ),
    "deposit_decided": ([DECISION], {"decision_mailed"}),
    "released_by_payment": (
        [
            "UPDATE boot_assignment SET violation = (SELECT MAX(id) FROM violation)",
        ],
        {"deposit_waits"},
    ),
    "boot_agrees": (["UPDATE boot SET status = 'issued'"], set()),
    "never_two_cars": (
        [
            "boot",
            "violation",
            """INSERT INTO boot_assignment (boot, violation, require_overdue, issued_by, issued_at,
            released_at,
            release_basis, release_reason, release_email, return_condition,
            close_reason)
            SELECT boot, violation, require_overdue, issued_by, issued_at, released_at,
            release_basis, release_reason, release_email, return_condition, close_reason
            FROM boot_assignment""",
        ],
        {"release_mailed"},
    ),
    "mail_promised": (["DELETE FROM outbox WHERE kind = 'send_mail'"], set()),
    "refund_promised": (["DELETE FROM outbox WHERE kind = 'pay_back'"], set()),
    "way_agrees": (
        [
            "ledger",
            "UPDATE ledger_entry SET debit = 'cash' WHERE payment = 2 AND credit = 'fines'",
        ],
        set(),
    ),
    "counter_taken": (["UPDATE payment SET method = 'cash' WHERE id = 3"], {"way_agrees"}),
    "dispute_flagged": (
        [
            """INSERT INTO dispute
            (payment, provider, provider_ref, amount_cents, currency, status, opened_at)
            SELECT id, provider, 'dp', 100, currency, 'open', settled_at FROM payment
            WHERE id = 2"""
        ],
        {"disputes_booked"},
    ),
    "refund_booked": (
        ["UPDATE refund SET status = 'done' WHERE payment = 3"],
        {"money_booked", "owed_back"},
    ),
    "fines_returned": (
        ["UPDATE refund SET reason = 'dismissed:1' WHERE payment = 3"],
        set(),
    ),
    "deposit_waits": (["UPDATE payment SET deposit_status = 'due' WHERE id = 2"], set()),
    "release_basis": (["UPDATE boot_assignment SET release_basis = ''"], set()),
    "review_dated": (["UPDATE violation SET under_review_since_on = issued_on"], set()),
    "promise_stands": (
        ["UPDATE violation SET status = 'promised' WHERE status = 'unpaid'"],
        set(),
    ),
    "promise_owes": (["UPDATE violation SET status = 'void' WHERE status = 'promised'"], set()),
    "payment_asked": (["DELETE FROM outbox WHERE kind = 'ask_provider'"], set()),
    "promise_reminded": (["DELETE FROM outbox WHERE kind = 'remind_promise'"], set()),
    "return_reminded": (["DELETE FROM outbox WHERE kind = 'remind_return'"], set()),
    "receipt_printed": (["UPDATE receipt SET paper = 'queued'"], set()),
    "labels_printed": ([PAPER.format(status="queued", document="NULL")], set()),
    "labels_removed": ([PAPER.format(status="ready", document="'%PDF'")], set()),
    "release_mailed": (["DELETE FROM mail WHERE kind = 'release'"], set()),
    "receipt_mailed": (["DELETE FROM mail WHERE kind = 'receipt'"], set()),
    "decision_mailed": (["DELETE FROM mail WHERE kind = 'refund'"], set()),
    "goodwill_mailed": (["DELETE FROM mail WHERE kind = 'goodwill'"], set()),
    "promise_mailed": (["DELETE FROM mail WHERE kind = 'promise'"], set()),
}


async def another_ticket(bells: RecordingBells) -> None:
    await a_violation()


async def another_car_promised(bells: RecordingBells) -> None:
    await promise(await booted(bells, plate="PROMISE"))


async def another_deposit_decided(bells: RecordingBells) -> None:
    kerb = await booted(bells, plate="DECIDED")
    await kerb.pay(payer="decided phone")
    office = await a_staff(Role.office)
    await mark_returned(office, bells, kerb.assignment_id, Return(ReturnCondition.good))
    row = await Payment.select(Payment.id).where(Payment.deposit_status == "due").first()
    await process_refund(office, bells, row["id"], Decision(Damage(), 120_00))


async def some_goodwill(bells: RecordingBells) -> None:
    await give_goodwill(await a_staff(Role.admin), bells, PAID, Goodwill(1_00, "Wrong sign", 0))


async def another_checkout_open(bells: RecordingBells) -> None:
    await (await booted(bells, plate="OPEN")).start(payer="open phone")


# What else must have happened, so that there is something to plant it in.
BESIDES = {
    "released_by_payment": another_ticket,
    "promise_stands": another_ticket,
    "promise_owes": another_car_promised,
    "promise_reminded": another_car_promised,
    "promise_mailed": another_car_promised,
    "goodwill_mailed": some_goodwill,
    "decision_mailed": another_deposit_decided,
    "payment_asked": another_checkout_open,
}


async def town(kerb: Kerb) -> None:
    """The three payments."""
    short = await kerb.start("short@example.com", "short phone")
    await kerb.settle(kerb.provider.notice(f"chk_{short.reference}", captured_cents=100_00))
    paid, again = await kerb.start(), await kerb.start("again@example.com", "again phone")
    for one in (paid, again):
        await kerb.settle(kerb.provider.notice(f"chk_{one.reference}"))
    refund = await Refund.select(Refund.id).where(Refund.payment == SHORT).first()
    await pay_back(refund["id"], kerb.provider, kerb.bells)


async def plant(statements: list[str], engine: str) -> None:
    for statement in statements:
        await Payment.raw(FREE[engine].get(statement, statement))


def test_every_invariant_has_a_difference_planted() -> None:
    names = [one.name for one in INVARIANTS]
    assert sorted(PLANTED) == sorted(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_difference_is_found_by_its_invariant(kerb: Kerb, name: str) -> None:
    await town(kerb)
    if name in BESIDES:
        await BESIDES[name](kerb.bells)
    assert await check() == ()
    statements, more = PLANTED[name]
    await plant(statements, database().engine_type)
    found = await check()
    assert {one.name for one in found} == {name} | more
    first = next(one for one in found if one.name == name)
    assert first.ids
    assert str(first).startswith(f"{name} (rule {first.rule}): ")

"""Every invariant finds the difference that is planted for it."""

import pytest

from app.actions.payments.pay_back import pay_back
from app.db import database
from app.reads.books.check import check
from app.reads.books.invariants import INVARIANTS
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import a_violation
from tests.integration.payments.conftest import Kerb

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
    "deposit_once": (
        [
            entry("deposits", "forfeited", 12000),
            entry("deposits", "forfeited", 1).replace("'planted'", "'again'"),
        ],
        {"deposit_held"},
    ),
    "deposit_decided": ([DECISION], set()),
    "released_by_payment": (
        [
            "UPDATE boot_assignment SET violation = (SELECT MAX(id) FROM violation)",
        ],
        set(),
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
        set(),
    ),
    "mail_promised": (["DELETE FROM outbox WHERE kind = 'send_mail'"], set()),
    "refund_promised": (["DELETE FROM outbox WHERE kind = 'pay_back'"], set()),
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
    assert list(PLANTED) == names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_difference_is_found_by_its_invariant(kerb: Kerb, name: str) -> None:
    await town(kerb)
    if name == "released_by_payment":
        await a_violation()
    assert await check() == ()
    statements, more = PLANTED[name]
    await plant(statements, database().engine_type)
    found = await check()
    assert {one.name for one in found} == {name} | more
    first = next(one for one in found if one.name == name)
    assert first.ids
    assert str(first).startswith(f"{name} (rule {first.rule}): ")

"""A machine drives the real actions in every order, with copies and crashes: the books balance."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.actions.steps.payments import credit_payment
from app.db import close_database
from app.gateways.payments.provider import RefundStatus
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentStatus
from app.rules.violations.states import VIOLATION_MOVES, ViolationStatus
from app.tables.money.payment import Payment
from tests.integration.books.bank import Bank
from tests.integration.books.machine import Street
from tests.integration.books.till import Copies


def nothing(machine: Street) -> None:
    """As it is."""


def drive(copies: Copies, break_it: Callable[[Street], None] = nothing, examples: int = 25) -> None:
    run_state_machine_as_test(
        lambda: Bank(copies, break_it),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            report_multiple_bugs=False,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def app_db() -> str:
    """Each run of the machine has a database of its own."""
    return ""


def test_whatever_happens_in_whatever_order_the_books_balance(
    copies: Copies, engine_name: str
) -> None:
    # A server takes ten times as long to copy the database that each run begins with.
    drive(copies, examples=25 if engine_name == "sqlite" else 12)


def test_the_machine_finds_a_settlement_without_its_guard(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax = {
        verb: replace(step, sources=frozenset(PaymentStatus))
        for verb, step in PAYMENT_MOVES.items()
    }
    monkeypatch.setattr(credit_payment, "PAYMENT_MOVES", lax)
    with pytest.raises(AssertionError):
        drive(copies, examples=100)


def test_the_machine_finds_a_ticket_paid_twice_without_guard_and_index(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax = {
        verb: replace(step, sources=frozenset(ViolationStatus))
        for verb, step in VIOLATION_MOVES.items()
    }
    monkeypatch.setattr(credit_payment, "VIOLATION_MOVES", lax)

    def no_index(machine: Street) -> None:
        machine.runner.run(Payment.raw("DROP INDEX payment_line_kept").run())

    with pytest.raises(AssertionError, match="paid_once"):
        drive(copies, no_index, examples=100)


def test_the_machine_finds_a_refund_sent_twice(copies: Copies) -> None:
    def no_keys(machine: Street) -> None:
        machine.shop.forgets_keys = True

    # Chance alone comes to this order too seldom, so these steps are chosen.
    machine = Bank(copies, no_keys)
    try:
        machine.so_far(1, 700, back=False)
        for _ in range(6):
            machine.the_worker_keeps_promises("money", RefundStatus.DONE, "", "after", 0)
        with pytest.raises(AssertionError, match="more than once"):
            machine.nothing_is_given_back_twice()
    finally:
        machine.runner.run(close_database())
        machine.runner.close()

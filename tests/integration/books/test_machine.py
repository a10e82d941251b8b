"""A machine drives the real actions in every order, with copies and crashes: the books balance."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.assignments.undo_return import undo_return
from app.actions.boots.mark_lost import mark_lost
from app.actions.payments.ask_provider import ask_provider
from app.actions.payments.expire_checkout import expire_checkout
from app.actions.payments.pay_back import pay_back
from app.actions.steps.assignments.bring_back import Return
from app.actions.steps.money import credit_payment
from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.actions.violations.void_violation import void_violation
from app.db import close_database, open_database
from app.gateways.payments.provider import NoticeKind
from app.reads.assignments.conditions import ReturnCondition
from app.reads.books.check import check
from app.rules.boots.release import ReleaseBasis
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentStatus
from app.rules.violations.states import VIOLATION_MOVES, ViolationStatus
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.conftest import Databases
from tests.integration.books.till import REF_KINDS, Copies, Shop, power_cut_after, survive
from tests.servers import PostgresServer

CRASHES = st.one_of(st.just(0), st.just(0), st.integers(1, 40))
WHICH = st.integers(0, 5)
DEEDS = ("void", "cancel", "authorise", "return", "undo", "available", "lost")


class Payments(RuleBasedStateMachine):
    """Three phones, one provider, an office and a worker, none of whom waits for the others."""

    def __init__(self, copies: Copies, break_it: Callable[["Payments"], None]) -> None:
        super().__init__()
        self.till = copies.fresh()
        self.kerb = self.till.kerb
        assert isinstance(self.kerb.provider, Shop)
        self.shop: Shop = self.kerb.provider
        self.runner = asyncio.Runner()
        self.captured: dict[str, int] = {}
        self.events = 0
        self.runner.run(open_database())
        break_it(self)

    def do(self, deed: Coroutine[Any, Any, Any], crash: int = 0) -> None:
        with power_cut_after(crash):
            self.runner.run(survive(deed))

    def a_ref(self, which: int) -> str:
        refs = list(self.shop.orders)
        return refs[which % len(refs)]

    def ids(self, table: type[Payment] | type[Refund]) -> list[int]:
        async def read() -> list[int]:
            return [row["id"] for row in await table.select(table.id).order_by(table.id)]

        return self.runner.run(read())

    @rule(phone=st.integers(1, 3), crash=CRASHES)
    def press_pay(self, phone: int, crash: int) -> None:
        self.do(self.kerb.start(f"d{phone}@example.com", f"phone {phone}"), crash)

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, more=st.sampled_from([0, 0, 0, -100, 700]), crash=CRASHES)
    def the_card_is_charged(self, which: int, more: int, crash: int) -> None:
        """Told under a new event's name each time, as callback, webhook and sweep would."""
        ref = self.a_ref(which)
        cents = self.captured.setdefault(ref, self.shop.orders[ref].amount_cents + more)
        self.shop.kinds[ref] = NoticeKind.PAID
        self.events += 1
        notice = self.shop.notice(ref, captured_cents=cents, event_id=f"paid {self.events}")
        self.do(self.kerb.settle(notice), crash)
        self.do(self.kerb.settle(notice))

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, kind=st.sampled_from(REF_KINDS))
    def another_notice(self, which: int, kind: NoticeKind) -> None:
        self.do(self.kerb.settle(self.shop.notice(self.a_ref(which), kind)))

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, currency=st.sampled_from(["CAD", "USD"]), crash=CRASHES)
    def wrong_money(self, which: int, currency: str, crash: int) -> None:
        ref = self.a_ref(which)
        notice = self.shop.notice(ref, currency=currency, live=True, captured_cents=300)
        wrong = replace(notice, capture_ref=f"wrong {ref} {currency}", event_id=f"w{ref}{currency}")
        self.do(self.kerb.settle(wrong), crash)

    @rule(which=WHICH, dies=st.sampled_from(["", "before", "after"]), crash=CRASHES)
    def the_worker_sends_a_refund(self, which: int, dies: str, crash: int) -> None:
        for refund_id in self.ids(Refund)[which % 3 :: 3]:
            self.shop.dies = dies
            self.do(pay_back(refund_id, self.shop, self.kerb.bells), crash)
        self.shop.dies = ""

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, expire=st.booleans(), crash=CRASHES)
    def the_worker_asks(self, which: int, *, expire: bool, crash: int) -> None:
        payments = self.ids(Payment)
        deed = expire_checkout if expire else ask_provider
        for ref, cents in self.captured.items():
            self.shop.orders[ref] = replace(self.shop.orders[ref], amount_cents=cents)
        self.do(deed(payments[which % len(payments)], self.shop, self.kerb.bells), crash)

    @rule(
        deed=st.sampled_from(
            ["void", "cancel", "authorise", "return", "undo", "available", "lost"]
        ),
        crash=CRASHES,
    )
    def staff(self, deed: str, crash: int) -> None:
        office, bells, case = self.till.office, self.kerb.bells, self.kerb.assignment_id
        permit = Permit(basis=ReleaseBasis.wrong_vehicle, reason="Another car", debt=None)
        deeds: dict[str, Callable[[], Coroutine[Any, Any, Any]]] = {
            "void": lambda: void_violation(office, bells, self.till.old_ticket, "A mistake"),
            "cancel": lambda: cancel_never_applied(office, bells, case),
            "authorise": lambda: authorise_release(office, bells, case, permit),
            "return": lambda: mark_returned(office, bells, case, Return(ReturnCondition.good)),
            "undo": lambda: undo_return(office, bells, case, reason="Not it"),
            "available": lambda: make_available(office, bells, case),
            "lost": lambda: mark_lost(office, bells, case, reason="Gone"),
        }
        self.do(deeds[deed](), crash)

    @invariant()
    def the_books_balance(self) -> None:
        assert self.runner.run(check()) == ()

    @invariant()
    def nothing_is_given_back_twice(self) -> None:
        async def wanted() -> dict[str, int]:
            rows = await Refund.select(Refund.capture_ref, Refund.amount_cents)
            sums: dict[str, int] = {}
            for row in rows:
                sums[row["capture_ref"]] = sums.get(row["capture_ref"], 0) + row["amount_cents"]
            return sums

        ours = self.runner.run(wanted())
        for capture_ref, cents in self.shop.given_back.items():
            assert cents <= ours[capture_ref], f"{capture_ref} went back more than once"

    def teardown(self) -> None:
        self.runner.run(close_database())
        self.runner.close()


def nothing(machine: Payments) -> None:
    """As it is."""


def drive(
    copies: Copies, break_it: Callable[[Payments], None] = nothing, examples: int = 25
) -> None:
    run_state_machine_as_test(
        lambda: Payments(copies, break_it),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def app_db() -> str:
    """Each run of the machine has a database of its own."""
    return ""


@pytest.fixture(scope="module")
def copies(databases: Databases, postgres_server: PostgresServer | None) -> Copies:
    """One arranged till, copied for each run."""
    return Copies(databases, postgres_server)


def test_whatever_happens_in_whatever_order_the_books_balance(copies: Copies) -> None:
    drive(copies)


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

    def no_index(machine: Payments) -> None:
        machine.runner.run(Payment.raw("DROP INDEX payment_line_kept").run())

    with pytest.raises(AssertionError, match="paid_once"):
        drive(copies, no_index, examples=100)


def test_the_machine_finds_a_refund_sent_twice(copies: Copies) -> None:
    def no_keys(machine: Payments) -> None:
        machine.shop.forgets_keys = True

    with pytest.raises(AssertionError, match="more than once"):
        drive(copies, no_keys, examples=100)

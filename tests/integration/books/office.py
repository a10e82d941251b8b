"""What the office and drivers do besides paying by card."""

from collections.abc import Callable, Coroutine
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.assignments.remove_by_staff import remove_by_staff
from app.actions.assignments.undo_return import undo_return
from app.actions.boots.mark_lost import mark_lost
from app.actions.payments.promise_payment import Promise, promise_payment
from app.actions.payments.take_money import Taking, take_money
from app.actions.payments.withdraw_promise import withdraw_promise
from app.actions.receipts.ask_receipt import ask_receipt
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.refunds.record_pay_out import record_pay_out
from app.actions.refunds.retry_refund import retry_refund
from app.actions.steps.assignments.bring_back import Return
from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.actions.violations.decide_review import Ruling, decide_review
from app.actions.violations.put_under_review import put_under_review
from app.actions.violations.void_violation import void_violation
from app.clock import local_day, now
from app.reads.assignments.conditions import ReturnCondition
from app.reads.counter.car import counter_car
from app.reads.refunds.proposal import Damage, deposit_proposal
from app.reads.settings.system_settings import system_settings
from app.rules.boots.release import ReleaseBasis
from app.rules.money.payment_ways import COUNTER_WAYS, PaymentWay
from app.rules.violations.reviews import ReviewDecision
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt
from app.tables.money.refund import Refund
from tests.integration.books.machine import CRASHES, WHICH, Street
from tests.integration.payments.conftest import DRIVER

GOOD = Return(ReturnCondition.good)
PERMIT = Permit(basis=ReleaseBasis.wrong_vehicle, reason="Another car", debt=None)
WAYS = st.sampled_from(list(COUNTER_WAYS))


class Office(Street):
    """Staff decide, take money and give it back; drivers promise to bring it."""

    @rule(
        deed=st.sampled_from(
            [
                "void",
                "cancel",
                "authorise",
                "remove",
                "return",
                "return",
                "undo",
                "available",
                "lost",
            ]
        ),
        crash=CRASHES,
    )
    def staff(self, deed: str, crash: int) -> None:
        office, bells, case = self.till.office, self.kerb.bells, self.kerb.assignment_id
        deeds: dict[str, Callable[[], Coroutine[Any, Any, Any]]] = {
            "void": lambda: void_violation(office, bells, self.till.old_ticket, "A mistake"),
            "cancel": lambda: cancel_never_applied(office, bells, case),
            "authorise": lambda: authorise_release(office, bells, case, PERMIT),
            "remove": lambda: remove_by_staff(office, bells, case, PERMIT, GOOD),
            "return": lambda: mark_returned(office, bells, case, GOOD),
            "undo": lambda: undo_return(office, bells, case, reason="Not it"),
            "available": lambda: make_available(office, bells, case),
            "lost": lambda: mark_lost(office, bells, case, reason="Gone"),
        }
        self.do(deeds[deed](), crash)

    @rule(old=st.booleans(), crash=CRASHES)
    def put_under_review(self, *, old: bool, crash: int) -> None:
        self.do(put_under_review(self.till.office, self.kerb.bells, self._ticket(old), "?"), crash)

    @rule(
        old=st.booleans(),
        decision=st.sampled_from(ReviewDecision),
        email=st.sampled_from(["", "hearing@example.com"]),
        crash=CRASHES,
    )
    def decide_review(self, *, old: bool, decision: ReviewDecision, email: str, crash: int) -> None:
        ruling = Ruling(decision, "Heard", email)
        deed = decide_review(self.till.admin, self.kerb.bells, self._ticket(old), ruling)
        self.do(deed, crash)

    @precondition(lambda self: self.shop.captured)
    @rule(damage=st.sampled_from([0, 25_00, 120_00]), crash=CRASHES)
    def process_refunds(self, damage: int, crash: int) -> None:
        for payment_id in self.ids(Payment):
            self.do(self._decide(payment_id, Damage(damage, "bent" if damage else "")), crash)

    async def _decide(self, payment_id: int, damage: Damage) -> None:
        shown = await deposit_proposal(payment_id, await system_settings(), damage)
        seen = Decision(damage, shown.refund_cents)
        await process_refund(self.till.office, self.kerb.bells, payment_id, seen)

    @rule(which=WHICH, again=st.booleans(), way=WAYS, crash=CRASHES)
    def see_to_a_refund(self, which: int, *, again: bool, way: PaymentWay, crash: int) -> None:
        """Sent again or paid out, whatever it is."""
        office, bells = self.till.office, self.kerb.bells
        for refund_id in self.ids(Refund)[which % 2 :: 2]:
            deed = (
                retry_refund(office, bells, refund_id)
                if again
                else record_pay_out(office, bells, refund_id, way=way, reference="slip 7")
            )
            self.do(deed, crash)

    @rule(phone=st.integers(1, 2), take_back=st.booleans(), crash=CRASHES)
    def promise(self, phone: int, *, take_back: bool, crash: int) -> None:
        bells, token, payer = self.kerb.bells, self.kerb.token, f"phone {phone}"
        deed = (
            withdraw_promise(DRIVER, bells, token, payer)
            if take_back
            else promise_payment(
                DRIVER, bells, Promise(token, f"d{phone}@example.com", payer, "en")
            )
        )
        self.do(deed, crash)

    @rule(old=st.booleans(), way=WAYS, email=st.booleans(), crash=CRASHES)
    def take_money(self, *, old: bool, way: PaymentWay, email: bool, crash: int) -> None:
        self.events += 1
        address = "d1@example.com" if email else ""
        deed = self._take(self._ticket(old), way, address, f"page {self.events}")
        self.do(deed, crash)

    async def _take(self, ticket: int, way: PaymentWay, email: str, key: str) -> None:
        """The clerk records what the page shows, and clicks twice."""
        today = local_day(now(), (await system_settings()).time_zone)
        car = await counter_car(self.till.vehicle_id, today)
        assert car is not None
        wanted = car.required_ids | {ticket}
        taking = Taking(
            vehicle_id=self.till.vehicle_id,
            violation_ids=frozenset({ticket}),
            way=way,
            seen_cents=sum(
                one.owing.due.due_cents for one in car.tickets if one.owing.id in wanted
            ),
            form_key=key,
            tender_ref="no. 7",
            email=email,
            no_email=not email,
        )
        for _ in range(2):
            await take_money(self.till.office, self.kerb.bells, taking)

    @precondition(lambda self: self.shop.captured)
    @rule(crash=CRASHES)
    def ask_for_receipts(self, crash: int) -> None:
        async def asked() -> None:
            for row in await Receipt.select(Receipt.id).order_by(Receipt.id):
                await ask_receipt(DRIVER, self.kerb.bells, row["id"])

        self.do(asked(), crash)

    def _ticket(self, old: bool) -> int:
        return self.till.old_ticket if old else self.kerb.violation_id

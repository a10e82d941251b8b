"""What happens at the provider and the payers' banks, and how it is told."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from app.actions.books.check_books import LOOK_BACK
from app.actions.steps.books.compare_providers import compare_providers
from app.clock import now
from app.gateways.payments.provider import NoticeKind, RefundStatus
from app.gateways.payments.providers import Providers
from app.rules.money.payment_ways import PaymentWay
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.payment import Payment
from app.tables.records.audit_event import AuditEvent
from tests.integration.books.chief import Chief
from tests.integration.books.machine import CRASHES, NOTHING, WHICH
from tests.integration.books.shop import Part


class Bank(Chief):
    """Refunds and disputes, from their own side; at the end all agree."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.closed: dict[str, NoticeKind] = {}

    @initialize(paid=st.integers(0, 3), more=st.sampled_from([0, 0, -100, 700]), back=st.booleans())
    def so_far(self, paid: int, more: int, *, back: bool) -> None:
        """Most days begin with a boot that was paid for, some with one that is back."""
        for phone in range(paid):
            self.press_pay(phone, "", 0)
        for which in range(len(self.shop.orders)):
            self.the_card_is_charged(which, more if which == 0 else 0, 0)
        if back:
            self.staff("return", 0)

    @precondition(lambda self: self.shop.captured)
    @rule(which=WHICH, cents=st.sampled_from([1_00, 45_00, 120_00]))
    def somebody_refunds_at_the_provider(self, which: int, cents: int) -> None:
        """No more than we have left besides what we are about to send back ourselves."""
        refs = list(self.shop.captured)
        ref = refs[which % len(refs)]
        if cents <= min(self.shop.left_of(f"cap_{ref}"), self._unreserved(ref)):
            self.shop.give_back(f"cap_{ref}", cents, "")

    def _unreserved(self, ref: str) -> int:
        async def read() -> int:
            row = await Payment.select().where(Payment.provider_ref == ref).first()
            return row["captured_cents"] - row["refunded_cents"] if row else 0

        return self.runner.run(read())

    @precondition(lambda self: self.shop.parts)
    @rule(which=WHICH, comes_back=st.booleans())
    def a_refund_goes_on(self, which: int, *, comes_back: bool) -> None:
        """One on its way arrives or not; one that has arrived may come back."""
        part = self.shop.parts[which % len(self.shop.parts)]
        if part.status is RefundStatus.FAILED:
            return
        if comes_back:
            part.status = RefundStatus.FAILED
        else:
            part.status, part.was_done = RefundStatus.DONE, True

    @precondition(lambda self: self.shop.parts)
    @rule(which=WHICH, stale=st.booleans(), by_capture=st.booleans(), crash=CRASHES)
    def it_is_told(self, which: int, *, stale: bool, by_capture: bool, crash: int) -> None:
        part = self.shop.parts[which % len(self.shop.parts)]
        self._tell_part(part, stale=stale, by_capture=by_capture, crash=crash)

    def _tell_part(
        self, part: Part, *, stale: bool = False, by_capture: bool = False, crash: int = 0
    ) -> None:
        ref, wrong = part.capture_ref.removeprefix("cap_"), NOTHING
        if part.capture_ref.startswith("wrong "):
            _, ref, currency = part.capture_ref.split(" ")
            wrong = {"capture_ref": part.capture_ref, "currency": currency, "live": True}
        failed = part.status is RefundStatus.FAILED
        if ref not in self.shop.orders or not (failed or part.was_done):
            return
        self.tell(
            ref,
            NoticeKind.REFUNDED
            if not failed or (stale and part.was_done)
            else NoticeKind.REFUND_FAILED,
            crash,
            wrong,
            part_ref=part.ref,
            part_key=part.key,
            part_cents=part.cents,
            by_capture=by_capture,
        )

    @precondition(lambda self: self.shop.captured)
    @rule(which=WHICH)
    def the_bank_takes_a_payment_back(self, which: int) -> None:
        refs = list(self.shop.captured)
        capture = f"cap_{refs[which % len(refs)]}"
        left = self.shop.left_of(capture)
        if capture not in self.closed and capture not in self.shop.disputed and left > 0:
            self.shop.disputed[capture] = left

    @precondition(lambda self: self.shop.disputed)
    @rule(which=WHICH, won=st.booleans())
    def the_bank_decides(self, which: int, *, won: bool) -> None:
        open_ones = [one for one in self.shop.disputed if one not in self.closed]
        if open_ones:
            capture = open_ones[which % len(open_ones)]
            self.closed[capture] = NoticeKind.DISPUTE_WON if won else NoticeKind.DISPUTE_LOST

    @precondition(lambda self: self.shop.disputed)
    @rule(which=WHICH, begin=st.booleans(), by_capture=st.booleans(), crash=CRASHES)
    def a_dispute_is_told(self, which: int, *, begin: bool, by_capture: bool, crash: int) -> None:
        disputes = list(self.shop.disputed)
        self._tell_dispute(
            disputes[which % len(disputes)], begin=begin, by_capture=by_capture, crash=crash
        )

    def _tell_dispute(
        self, capture: str, *, begin: bool, by_capture: bool = False, crash: int = 0
    ) -> None:
        kind = NoticeKind.DISPUTED if begin else self.closed.get(capture, NoticeKind.DISPUTED)
        self.tell(
            capture.removeprefix("cap_"),
            kind,
            crash,
            part_ref=f"dp_{capture}",
            part_cents=self.shop.disputed[capture],
            by_capture=by_capture,
        )

    def at_the_end(self) -> None:
        """Everything is told and kept: nothing is open, and the provider says the same."""
        for ref, cents in self.shop.captured.items():
            self.tell(ref, NoticeKind.PAID, captured_cents=cents)
        for part in self.shop.parts:
            if part.status is RefundStatus.PENDING:
                part.status, part.was_done = RefundStatus.DONE, True
            self._tell_part(part)
        for capture in self.shop.disputed:
            self._tell_dispute(capture, begin=False)
        self.shop.refund_status = RefundStatus.DONE
        self.runner.run(self.bench.keep_all())
        for part in self.shop.parts:
            self._tell_part(part)
        self.close_stuck_refunds(PaymentWay.cash, 0)
        self.the_books_balance()
        self.nothing_is_given_back_twice()
        self.runner.run(self._nothing_is_left())

    async def _nothing_is_left(self) -> None:
        left = await Outbox.select(Outbox.kind, Outbox.last_error).where(
            Outbox.done_at.is_null(),
            Outbox.failed_at.is_null(),
            # A checkout that nobody paid stays open for its half hour, a reminder for its window.
            Outbox.kind.not_in(["ask_provider", "expire_checkout", "remind_return"]),
        )
        assert not left, f"promises are left: {left}"
        sent = await Mail.select(Mail.message_id).where(Mail.status == "sent")
        missing = {f"<{row['message_id']}@example.com>" for row in sent} - set(self.bench.post.sent)
        assert not missing, f"letters were lost: {missing}"
        if not await AuditEvent.exists().where(AuditEvent.verb == "refund_beyond"):
            said = await compare_providers(Providers(self.shop), now() - LOOK_BACK)
            assert not said, "; ".join(said)

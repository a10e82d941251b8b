"""What is done about a payment afterwards: goodwill, a stuck refund, another address."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.actions.payments.change_email import change_email
from app.actions.refunds.close_stuck_refund import close_stuck_refund
from app.actions.refunds.give_goodwill import Goodwill, give_goodwill
from app.reads.pay.payer.payers import Payer
from app.reads.refunds.goodwill import goodwill_room
from app.reads.refunds.to_do import one_refund
from app.rules.money.payment_ways import PaymentWay
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.integration.books.machine import CRASHES, WHICH
from tests.integration.books.office import WAYS, Office
from tests.integration.payments.conftest import DRIVER

ALL = 10_000_00


class Chief(Office):
    """An administrator gives more back; the office closes what hangs; an address changes."""

    @precondition(lambda self: self.shop.captured)
    @rule(which=WHICH, cents=st.sampled_from([1_00, 20_00, ALL]), crash=CRASHES)
    def give_goodwill(self, which: int, cents: int, crash: int) -> None:
        """As much as the page offers at most, and clicked twice."""
        payments = self.ids(Payment)
        self.do(self._give(payments[which % len(payments)], cents), crash)

    async def _give(self, payment_id: int, cents: int) -> None:
        room = await goodwill_room(payment_id)
        given = Goodwill(min(cents, room.most_cents), "Wrong sign", room.refunded_cents)
        for _ in range(2):
            await give_goodwill(self.till.admin, self.kerb.bells, payment_id, given)

    @precondition(lambda self: any(part.cents != part.asked for part in self.shop.parts))
    @rule(way=WAYS, crash=CRASHES)
    def close_stuck_refunds(self, way: PaymentWay, crash: int) -> None:
        for refund_id in self.ids(Refund):
            self.do(self._close(refund_id, way), crash)

    async def _close(self, refund_id: int, way: PaymentWay) -> None:
        one = await one_refund(refund_id)
        if one.stuck:
            await close_stuck_refund(
                self.till.office,
                self.kerb.bells,
                refund_id,
                way=way if one.missing_cents else None,
                reference="slip 9",
            )

    @precondition(lambda self: self.shop.orders)
    @rule(
        which=WHICH,
        phone=st.integers(0, 3),
        email=st.sampled_from(["d1@example.com", "new@example.org", "other@example.org"]),
        crash=CRASHES,
    )
    def change_email(self, which: int, phone: int, email: str, crash: int) -> None:
        """By the phone that paid, or by staff for phone 0."""
        payments = self.ids(Payment)
        payment_id = payments[which % len(payments)]
        who = DRIVER if phone else self.till.office
        payer = Payer(browser_hash=f"phone {phone}") if phone else None
        self.do(change_email(who, self.kerb.bells, payment_id, email, payer=payer), crash)

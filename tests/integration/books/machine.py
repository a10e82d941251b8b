"""Phones, a card provider and a worker, none of whom waits for the others."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.actions.payments.ask_provider import ask_provider
from app.actions.payments.expire_checkout import expire_checkout
from app.db import close_database, open_database
from app.gateways.payments.provider import NoticeKind, RefundStatus
from app.reads.books.check import check
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.integration.books.bench import Bench
from tests.integration.books.shop import Shop
from tests.integration.books.till import Copies, power_cut_after, survive

CRASHES = st.one_of(st.just(0), st.just(0), st.integers(1, 40))
WHICH = st.integers(0, 5)
IDLE_KINDS = (NoticeKind.DECLINED, NoticeKind.EXPIRED, NoticeKind.PENDING, NoticeKind.OTHER)
NOTHING: Mapping[str, Any] = MappingProxyType({})
DIES = st.sampled_from(["", "", "before", "after"])


class Street(RuleBasedStateMachine):
    """Three phones pay by card; every step may end in a power cut."""

    def __init__(self, copies: Copies, break_it: Callable[["Street"], None]) -> None:
        super().__init__()
        self.till = copies.fresh()
        self.kerb = self.till.kerb
        assert isinstance(self.kerb.provider, Shop)
        self.shop: Shop = self.kerb.provider
        self.bench = Bench(self.kerb)
        self.runner = asyncio.Runner()
        self.events = 0
        self.runner.run(open_database())
        break_it(self)

    def do(self, deed: Coroutine[Any, Any, Any], crash: int = 0) -> None:
        """One person's deed, which ends after `crash` statements."""
        with power_cut_after(crash):
            self.runner.run(survive(deed))

    def a_ref(self, which: int) -> str:
        """One of the checkouts that were opened."""
        refs = list(self.shop.orders)
        return refs[which % len(refs)]

    def ids(self, table: type[Payment] | type[Refund]) -> list[int]:
        """Of all payments or refunds there are."""

        async def read() -> list[int]:
            return [row["id"] for row in await table.select(table.id).order_by(table.id)]

        return self.runner.run(read())

    def tell(
        self,
        ref: str,
        kind: NoticeKind,
        crash: int = 0,
        wrong: Mapping[str, Any] = NOTHING,
        **more: Any,
    ) -> None:
        """A notice under a new event's name, cut short perhaps and then told again.

        `wrong` is in what it differs when it is about money of another kind.
        """
        self.events += 1
        notice = self.shop.notice(ref, kind, event_id=f"evt {self.events}", **more)
        notice = replace(notice, **wrong)
        self.do(self.kerb.settle(notice), crash)
        self.do(self.kerb.settle(notice))

    @rule(phone=st.integers(1, 3), dies=DIES, crash=CRASHES)
    def press_pay(self, phone: int, dies: str, crash: int) -> None:
        self.shop.dies = dies
        self.do(self.kerb.start(f"d{phone}@example.com", f"phone {phone}"), crash)
        self.shop.dies = ""

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, more=st.sampled_from([0, 0, 0, -100, 700]), crash=CRASHES)
    def the_card_is_charged(self, which: int, more: int, crash: int) -> None:
        """Told under a new event's name each time, as callback, webhook and sweep would."""
        ref = self.a_ref(which)
        cents = self.shop.captured.setdefault(ref, self.shop.orders[ref].amount_cents + more)
        self.shop.kinds[ref] = NoticeKind.PAID
        self.tell(ref, NoticeKind.PAID, crash, captured_cents=cents)

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH)
    def the_card_is_charged_and_nothing_is_told(self, which: int) -> None:
        ref = self.a_ref(which)
        self.shop.captured.setdefault(ref, self.shop.orders[ref].amount_cents)
        self.shop.kinds[ref] = NoticeKind.PAID

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, kind=st.sampled_from(IDLE_KINDS))
    def another_notice(self, which: int, kind: NoticeKind) -> None:
        self.do(self.kerb.settle(self.shop.notice(self.a_ref(which), kind)))

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, currency=st.sampled_from(["CAD", "USD"]), crash=CRASHES)
    def wrong_money(self, which: int, currency: str, crash: int) -> None:
        ref = self.a_ref(which)
        notice = self.shop.notice(ref, currency=currency, live=True, captured_cents=300)
        wrong = replace(notice, capture_ref=f"wrong {ref} {currency}", event_id=f"w{ref}{currency}")
        self.do(self.kerb.settle(wrong), crash)

    @precondition(lambda self: self.shop.orders)
    @rule(which=WHICH, expire=st.booleans(), dies=DIES, crash=CRASHES)
    def somebody_asks(self, which: int, *, expire: bool, dies: str, crash: int) -> None:
        payments = self.ids(Payment)
        deed = expire_checkout if expire else ask_provider
        self.shop.dies = dies
        self.do(deed(payments[which % len(payments)], self.shop, self.kerb.bells), crash)
        self.shop.dies = ""

    @rule(
        queue=st.sampled_from(["money", "money", "mail", "paper"]),
        answer=st.sampled_from([RefundStatus.DONE, *RefundStatus]),
        moves=st.sampled_from(["", "", "", "less", "more", "nothing"]),
        trouble=st.sampled_from(["", "", "delayed", "refused", "before", "after"]),
        crash=CRASHES,
    )
    def the_worker_keeps_promises(
        self, queue: str, answer: RefundStatus, moves: str, trouble: str, crash: int
    ) -> None:
        self.shop.refund_status, self.shop.moves = answer, moves
        self.shop.dies = trouble if trouble in {"before", "after"} else ""
        self.bench.post.trouble = self.bench.press.trouble = trouble
        self.do(self.bench.keep(queue), crash)
        self.shop.moves = ""
        self.shop.dies = self.bench.post.trouble = self.bench.press.trouble = ""

    @invariant()
    def the_books_balance(self) -> None:
        found = self.runner.run(check())
        assert not found, "; ".join(map(str, found))

    @invariant()
    def nothing_is_given_back_twice(self) -> None:
        async def refunds() -> list[dict[str, Any]]:
            return list(await Refund.select())

        rows = self.runner.run(refunds())
        for row in rows:
            first = f"refund-{row['id']}"
            # What the provider moves too much by itself is no second refund.
            cents = sum(
                min(part.cents, part.asked)
                for part in self.shop.parts
                if part.status is not RefundStatus.FAILED
                and (part.key == first or part.key.startswith(f"{first}-"))
            )
            all_of_it = [row, *(one for one in rows if one["reason"] == f"rest_of:{row['id']}")]
            cents += sum(one["amount_cents"] for one in all_of_it if one["paid_out_by"])
            wanted = sum(one["amount_cents"] for one in all_of_it)
            assert cents <= wanted, f"{first} went back more than once"

    def teardown(self) -> None:
        try:
            self.at_the_end()
        finally:
            self.runner.run(close_database())
            self.runner.close()

    def at_the_end(self) -> None:
        """What has to be true once everything was told and every promise was kept."""

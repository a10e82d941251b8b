"""A crash at every named point between our transactions and the outside ends as if there was none.

Each flow is walked to each point, the process ends there, and a new worker goes on.
"""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.outbox import keep_promise
from app.actions.outbox.keep_promise import Keeper
from app.actions.outbox.lease_due import Promise
from app.actions.receipts.ask_receipt import ask_receipt
from app.actions.refunds.process_refund import Decision, process_refund
from app.actions.steps.assignments.bring_back import Return
from app.clock import now
from app.db import close_database, open_database
from app.gateways.payments.provider import NoticeKind
from app.reads.assignments.conditions import ReturnCondition
from app.reads.books.check import check
from app.reads.refunds.proposal import Damage
from app.rules.outbox.effects import Effect
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt
from tests.conftest import RecordingBells
from tests.integration.books.bench import Bench
from tests.integration.books.shop import PowerCut, Shop
from tests.integration.books.till import Copies, Till
from tests.integration.payments.conftest import DRIVER
from tests.integration.payments.test_every_order import digest

NEVER, BEFORE_BELL = "never", "after the fact, before the bell"
BEFORE, AFTER = "before the call", "after the call, before its answer is kept"
KEPT = "after its answer is kept, before the promise is noted as kept"


class LastBells(RecordingBells):
    """The process ends when it should ring."""

    async def ring(self, queues: frozenset[str]) -> None:
        """Nobody hears it."""
        raise PowerCut


class Walk:
    """One flow at one car, cut off at one point; afterwards everything works again."""

    def __init__(self, till: Till, point: str, patch: pytest.MonkeyPatch) -> None:
        assert isinstance(till.kerb.provider, Shop)
        self.kerb, self.shop, self.office = till.kerb, till.kerb.provider, till.office
        self.point, self._patch = point, patch
        self.bench = Bench(self.kerb)

    @property
    def bells(self) -> RecordingBells:
        """For the fact whose announcement may be cut off."""
        return LastBells() if self.point == BEFORE_BELL else self.kerb.bells

    async def cut(self, deed: Awaitable[Any]) -> None:
        """The deed, and the process with it."""
        word = {BEFORE: "before", AFTER: "after"}.get(self.point, "")
        self.shop.dies = self.bench.post.trouble = self.bench.press.trouble = word
        with self._patch.context() as patch:
            if self.point == KEPT:
                patch.setattr(keep_promise, "_close", _cut)
            if self.point == NEVER:
                await deed
            else:
                with contextlib.suppress(PowerCut):
                    await deed
        self.shop.dies = self.bench.post.trouble = self.bench.press.trouble = ""

    async def fact(self, deed: Awaitable[Any]) -> None:
        """What is announced; cut off or not, it has happened."""
        with contextlib.suppress(PowerCut):
            await deed

    def charged(self, reference: str, more_cents: int = 0) -> str:
        """The provider takes the money."""
        ref = f"chk_{reference}"
        self.shop.captured[ref] = self.shop.orders[ref].amount_cents + more_cents
        self.shop.kinds[ref] = NoticeKind.PAID
        return ref

    async def told(self, ref: str) -> None:
        """The provider says so."""
        notice = self.shop.notice(ref, captured_cents=self.shop.captured[ref])
        await self.kerb.settle(notice)


async def _cut(*_: object) -> None:
    raise PowerCut


async def start_payment(walk: Walk) -> None:
    """The driver sees no page and presses again."""
    if walk.point in {BEFORE, AFTER, NEVER}:
        await walk.cut(walk.kerb.start())
    else:
        # The row and the answer are kept, but the browser never heard of it.
        await walk.kerb.start()
    again = await walk.kerb.start()
    await walk.told(walk.charged(again.reference))


async def ask_provider(walk: Walk) -> None:
    walk.charged((await walk.kerb.start()).reference)
    await walk.cut(walk.bench.keep("money", "ask_provider"))


async def expire_checkout(walk: Walk) -> None:
    await walk.kerb.start("slow@example.com", "slow phone")
    await walk.told(walk.charged((await walk.kerb.start()).reference))
    await walk.cut(walk.bench.keep("money", "expire_checkout"))


async def pay_back(walk: Walk) -> None:
    await walk.told(walk.charged((await walk.kerb.start()).reference, 5_00))
    await walk.cut(walk.bench.keep("money", "pay_back"))


async def process_refund_and_pay_back(walk: Walk) -> None:
    await walk.told(walk.charged((await walk.kerb.start()).reference))
    office, bells = walk.office, walk.kerb.bells
    await mark_returned(office, bells, walk.kerb.assignment_id, Return(ReturnCondition.good))
    payment = await Payment.select(Payment.id).where(Payment.deposit_status == "due").first()
    seen = Decision(Damage(20_00, "bent arm"), 100_00)
    await walk.fact(process_refund(office, walk.bells, payment["id"], seen))
    await walk.cut(walk.bench.keep("money", "pay_back"))


async def print_receipt(walk: Walk) -> None:
    await walk.told(walk.charged((await walk.kerb.start()).reference))
    receipt = await Receipt.select(Receipt.id).first()
    await walk.fact(ask_receipt(DRIVER, walk.bells, receipt["id"]))
    await walk.cut(walk.bench.keep("paper", "print_receipt"))


async def send_mail(walk: Walk) -> None:
    await walk.told(walk.charged((await walk.kerb.start()).reference))
    await walk.cut(walk.bench.keep("release", "send_mail"))


# Where a person's deed comes first, whose bell may not be heard.
ANNOUNCED = {"process_refund_and_pay_back", "print_receipt"}
# What shows that the flow really did what it is named for.
DOES: dict[str, tuple[str, object]] = {
    "start_payment": ("boot", "released"),
    "ask_provider": ("boot", "released"),
    "expire_checkout": ("closed there", 1),
    "pay_back": ("given back", [5_00]),
    "process_refund_and_pay_back": ("given back", [100_00]),
    "print_receipt": ("paper", ["ready"]),
    "send_mail": ("mail", [("receipt", "sent"), ("release", "sent")]),
}
FLOWS: dict[str, Callable[[Walk], Awaitable[None]]] = {
    flow.__name__: flow
    for flow in (
        start_payment,
        ask_provider,
        expire_checkout,
        pay_back,
        process_refund_and_pay_back,
        print_receipt,
        send_mail,
    )
}


async def end_of(flow: str, point: str, walk: Walk) -> dict[str, Any]:
    """Everything there is, once a worker has gone on."""
    await FLOWS[flow](walk)
    await walk.bench.keep_all()
    found = [one.name for one in await check()]
    assert found == [], f"{flow}, {point}: {found}"
    mails = await Mail.select(Mail.kind, Mail.status, Mail.message_id).order_by(Mail.id)
    promises = await Outbox.select().order_by(Outbox.id)
    papers = await Receipt.select(Receipt.paper).order_by(Receipt.id)
    return {
        **await digest(walk.kerb),
        "mail": [(row["kind"], row["status"]) for row in mails],
        "letters": sorted(walk.bench.post.sent) == sorted(_ids(mails)),
        "copies": max(walk.bench.post.sent.values(), default=0) <= (2 if point == AFTER else 1),
        "promises": sorted(
            (row["kind"], row["subject_id"], row["done_at"] is None) for row in promises
        ),
        "paper": [row["paper"] for row in papers],
        "given back": [part.cents for part in walk.shop.parts],
        "closed there": len(set(walk.shop.expired)),
    }


def _ids(mails: list[dict[str, Any]]) -> list[str]:
    return [f"<{row['message_id']}@example.com>" for row in mails if row["status"] == "sent"]


class Walks:
    """Walks, each in a fresh database at the same car."""

    def __init__(self, copies: Copies, patch: pytest.MonkeyPatch) -> None:
        self._copies, self._patch = copies, patch

    async def walk(self, flow: str, point: str, *, keys: bool = True) -> dict[str, Any]:
        """How it ends; without `keys` the provider forgets our idempotency keys."""
        till = self._copies.fresh()
        await open_database()
        try:
            walk = Walk(till, point, self._patch)
            walk.shop.forgets_keys = not keys
            return await end_of(flow, point, walk)
        finally:
            await close_database()


@pytest.fixture
def app_db() -> str:
    """Each walk has a database of its own."""
    return ""


@pytest.fixture
def walks(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> Walks:
    """Walks, each in a fresh database."""
    return Walks(copies, monkeypatch)


@pytest.mark.parametrize("flow", FLOWS)
async def test_a_crash_at_every_point_ends_like_no_crash(walks: Walks, flow: str) -> None:
    whole = await walks.walk(flow, NEVER)
    assert whole["letters"]
    assert whole["copies"]
    what, expected = DOES[flow]
    assert whole[what] == expected
    for point in (BEFORE, AFTER, KEPT, *([BEFORE_BELL] if flow in ANNOUNCED else [])):
        assert await walks.walk(flow, point) == whole, point


async def test_without_keys_at_the_provider_the_crash_pays_twice(walks: Walks) -> None:
    """The control: the walk sees a difference where there is one."""
    whole = await walks.walk("pay_back", NEVER, keys=False)
    again = await walks.walk("pay_back", AFTER, keys=False)
    assert (whole["given back"], again["given back"]) == (
        [5_00],
        [5_00, 5_00],
    )


async def test_a_promise_noted_before_it_is_kept_loses_the_letter(
    walks: Walks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control for mails: with the note first, the same crash loses one."""
    whole = await walks.walk("send_mail", BEFORE)
    kept = keep_promise.keep_promise

    async def note_first(promise: Promise, keepers: Mapping[Effect, Keeper]) -> None:
        await Outbox.update({Outbox.done_at: now()}).where(Outbox.id == promise.id)
        await kept(promise, keepers)

    monkeypatch.setattr("tests.integration.books.bench.keep_promise", note_first)
    with pytest.raises(AssertionError, match="mail_promised"):
        await walks.walk("send_mail", BEFORE)
    assert whole["letters"]
